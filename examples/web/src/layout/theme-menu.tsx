import { Monitor, Moon, Sun } from 'lucide-react';
import { IconButton } from '../ui/controls/button.tsx';
import { Menu, MenuChoice } from '../ui/controls/menu.tsx';
import { setTheme, type Theme, useTheme } from '../ui/theme.ts';

const ICONS = { system: Monitor, light: Sun, dark: Moon };

export function ThemeMenu() {
  const theme = useTheme();
  return (
    <Menu trigger={<IconButton icon={ICONS[theme]} label="Theme" />}>
      <MenuChoice<Theme>
        value={theme}
        onChange={setTheme}
        choices={[
          { value: 'system', text: 'As the system' },
          { value: 'light', text: 'Light' },
          { value: 'dark', text: 'Dark' },
        ]}
      />
    </Menu>
  );
}
