import { describe, expect, it } from 'vitest';
import { DeploymentVersion } from '../../../src/coder/deployment/deployment-version.ts';
import { ageWarning, reaches } from '../../../src/coder/deployment/features.ts';

describe('reaches', () => {
  it.each([
    ['v2.25.0', '2.25', 'yes'],
    ['2.25.3', '2.25', 'yes'],
    ['v2.24.9', '2.25', 'no'],
    ['v2.9.0', '2.10', 'no'],
    ['v2.34.0-devel+0a1b2c3', '2.25', 'yes'],
    ['v2.24.0-devel+0a1b2c3', '2.25', 'no'],
    ['v2.25.1-devel+0a1b2c3', '2.25', 'yes'],
    // Built on the way to 2.25: the change may not have been there yet.
    ['v2.25.0-devel+0a1b2c3', '2.25', 'unknown'],
    ['v2.25.0-rc.0', '2.25', 'unknown'],
    ['v3.0.0', '2.25', 'yes'],
    ['v1.44.0', '2.25', 'no'],
    // What a build without tags calls itself.
    ['v0.0.0-devel+0a1b2c3', '2.25', 'unknown'],
    ['main', '2.25', 'unknown'],
    ['', '2.25', 'unknown'],
  ])('%s %s: %s', (version, since, promised) => {
    expect(reaches(version, since)).toBe(promised);
  });
});

it('warns of a Coder that is too old, and only of one that certainly is', () => {
  expect(ageWarning('v2.16.1+abc')).toBe('Coder v2.16.1+abc is older than v2.17, the oldest supported version');
  for (const version of ['v2.17.0', 'v2.34.0', 'v0.0.0-devel', 'main']) expect(ageWarning(version)).toBeUndefined();
});

describe('DeploymentVersion', () => {
  function deployment(answers: string) {
    const world = { now: 0, asked: 0, answers };
    const version: DeploymentVersion = new DeploymentVersion(
      async () => {
        world.asked++;
        version.seen(world.answers);
      },
      () => world.now,
    );
    return { world, version };
  }

  it('asks once, and again when nothing has told the version for a minute', async () => {
    const { world, version } = deployment('v2.34.0');
    await version.require('expectStatus');
    await version.require('expectStatus');
    expect(world.asked).toBe(1);
    world.now = 61_000;
    world.answers = 'v2.24.0';
    await expect(version.require('expectStatus')).rejects.toMatchObject({ code: 'UPSTREAM_TOO_OLD' });
    expect(world.asked).toBe(2);
  });

  it('believes the version that any answer carries, at once', async () => {
    const { version } = deployment('v2.34.0');
    await version.require('expectStatus');
    version.seen('v2.24.0');
    await expect(version.require('expectStatus')).rejects.toThrow(
      'This Coder (v2.24.0) is too old for expectStatus of cancelBuild: Coder v2.25 or later is needed.',
    );
  });

  it('trusts the oldest of several replicas, until that one has not answered for a minute', async () => {
    const { world, version } = deployment('v2.34.0');
    version.seen('v2.24.0');
    world.now = 30_000;
    version.seen('v2.34.0');
    expect(version.has('expectStatus')).toBe('no');
    world.now = 61_000;
    expect(version.has('expectStatus')).toBe('yes');
  });

  it('refuses what a version that tells nothing does not promise', async () => {
    const { version } = deployment('v0.0.0-devel+0a1b2c3');
    await expect(version.require('expectStatus')).rejects.toThrow(
      'The version of this Coder (v0.0.0-devel+0a1b2c3) does not tell whether it has expectStatus',
    );
    expect(version.has('idSearch')).toBe('unknown');
  });

  it('remembers what a version has refused, for that version only', () => {
    const { world, version } = deployment('');
    version.seen('v2.34.0-fork');
    version.refuses('idSearch');
    expect(version.has('idSearch')).toBe('no');
    world.now = 61_000;
    version.seen('v2.35.0');
    expect(version.has('idSearch')).toBe('yes');
  });
});
