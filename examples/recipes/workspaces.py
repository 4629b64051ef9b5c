import os
import sys

from gql import Client, gql
from gql.transport.requests import RequestsHTTPTransport

url = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:4000/graphql"
headers = {"Coder-Session-Token": os.environ["TOKEN"]}
client = Client(transport=RequestsHTTPTransport(url=url, headers=headers))

query = gql(
    """
    query Workspaces($query: String) {
      workspaces(query: $query, first: 10) {
        nodes { name latestBuild { status } }
      }
    }
    """
)

answer = client.execute(query, variable_values={"query": "owner:me"})
for workspace in answer["workspaces"]["nodes"]:
    print(workspace["name"], workspace["latestBuild"]["status"])
