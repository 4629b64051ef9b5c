import styles from './avatar.module.css';

/** A circle with the first letter of a name, in a color that the name always has. It is an ornament: write the name beside it. */
export function Avatar({ name }: { name: string }) {
  const hue = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0) * 47, 0) % 360;
  return (
    <span aria-hidden="true" className={styles.avatar} style={{ '--hue': hue }}>
      {name.slice(0, 1).toUpperCase()}
    </span>
  );
}
