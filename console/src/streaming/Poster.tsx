import { memo, useId } from 'react';
import { drawsOf } from './draws.ts';
import { motifOf } from './motifs.tsx';
import { paletteOf } from './palettes.ts';
import classes from './Poster.module.css';

/** Widths of the typeface (`font-stretch`, %) and how wide a wide capital is in each, in em. */
const faces = [
  { stretch: 62, capital: 0.51 },
  { stretch: 75, capital: 0.6 },
  { stretch: 100, capital: 0.78 },
  { stretch: 125, capital: 0.97 },
] as const;

/** The size, in % of the poster's width, at which the longest word fits its line and the whole title fits about half the sheet. */
function sizeOf(name: string, capital: number): number {
  const longest = Math.max(...name.split(/[\s-]+/).map((word) => word.length));
  return Math.min(26, 86 / (longest * capital), Math.sqrt(4600 / (name.length * capital)));
}

interface PosterProps {
  name: string;
  genres: string[];
}

/** There are no pictures of titles, so one is made of its name and genres: always the same for the same title. */
export const Poster = memo(function Poster({ name, genres }: PosterProps) {
  const id = useId();
  const draw = drawsOf(name);
  const palette = paletteOf(genres, draw);
  const motif = motifOf(genres, draw);
  const fitting = faces.filter(({ capital }) => sizeOf(name, capital) >= 11);
  const face = fitting[Math.floor(draw() * fitting.length)] ?? faces[0];
  const angle = Math.round(40 * draw() - 20);
  const mirrored = draw() < 0.5;
  const hue = Math.round(28 * draw() - 14);

  return (
    <div className={classes.poster} aria-hidden style={{ backgroundColor: palette.night }}>
      <svg viewBox="0 0 200 300" preserveAspectRatio="xMidYMid slice" style={{ filter: `hue-rotate(${hue}deg)` }}>
        <defs>
          <linearGradient id={`${id}sky`} x1="0" y1="0" x2="0" y2="1" gradientTransform={`rotate(${angle} .5 .5)`}>
            <stop offset="0" stopColor={palette.night} />
            <stop offset="0.62" stopColor={palette.colour} />
            <stop offset="1" stopColor={palette.night} />
          </linearGradient>
          <linearGradient id={`${id}foot`} x1="0" y1="0" x2="0" y2="1">
            <stop offset="0.42" stopColor={palette.night} stopOpacity="0" />
            <stop offset="0.8" stopColor={palette.night} stopOpacity="0.92" />
          </linearGradient>
        </defs>
        <rect width="200" height="300" fill={`url(#${id}sky)`} />
        <g transform={mirrored ? 'translate(200 0) scale(-1 1)' : undefined}>{motif(palette, draw)}</g>
        <rect width="200" height="300" fill={`url(#${id}foot)`} />
      </svg>
      <span
        className={classes.name}
        style={{ fontSize: `${sizeOf(name, face.capital).toFixed(1)}cqw`, fontStretch: `${face.stretch}%` }}
      >
        {name}
      </span>
    </div>
  );
});
