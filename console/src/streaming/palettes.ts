/** Night, colour and light of a genre's posters. */
export interface Palette {
  night: string;
  colour: string;
  light: string;
}

const palette = (night: string, colour: string, light: string): Palette => ({ night, colour, light });

const byGenre: Record<string, Palette> = {
  Action: palette('#1f0907', '#b3260f', '#ffb05e'),
  Adventure: palette('#06211f', '#14665d', '#f7c765'),
  Animation: palette('#1d0f4d', '#5a2fc0', '#ff90b5'),
  Children: palette('#062c54', '#1b70b8', '#ffdb61'),
  Comedy: palette('#4d160a', '#c8501b', '#ffd766'),
  Crime: palette('#080c15', '#26364f', '#dcb565'),
  Documentary: palette('#161c14', '#4c5a3e', '#ddd5b0'),
  Drama: palette('#190f2d', '#5d2f63', '#f3a27c'),
  Fantasy: palette('#0a1838', '#33459c', '#cba9ff'),
  'Film-Noir': palette('#070709', '#35353c', '#ebe7df'),
  Horror: palette('#0b0405', '#57070f', '#f04141'),
  Musical: palette('#330936', '#9f216c', '#ffc46f'),
  Mystery: palette('#061820', '#174d5c', '#8cd9c8'),
  Romance: palette('#380b20', '#a92f58', '#ffc1ae'),
  'Sci-Fi': palette('#040a1d', '#143470', '#6ee1ff'),
  Thriller: palette('#08120d', '#1d4234', '#cbe366'),
  War: palette('#14150c', '#4c4d29', '#dca449'),
  Western: palette('#341305', '#a34a18', '#ffd08a'),
};

const plain = palette('#171513', '#4f4943', '#dcd2c4');

/** One of the first two genres gives the scene, and the other its light. */
export function paletteOf(genres: string[], draw: () => number): Palette {
  const [first = plain, second = first] = genres.map((genre) => byGenre[genre]).filter((known) => known !== undefined);
  const [scene, light] = draw() < 0.6 ? [first, second] : [second, first];
  return { ...scene, light: light.light };
}
