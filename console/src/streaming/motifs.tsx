import type { ReactNode } from 'react';
import type { Palette } from './palettes.ts';

/** Draws a scene on a sheet of 200 × 300; `draw` gives the next number in [0, 1) of this title. */
type Motif = (palette: Palette, draw: () => number) => ReactNode;

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const points = (...pairs: [number, number][]) => pairs.map((pair) => pair.join(',')).join(' ');

const ridge = (base: number, height: number, draw: () => number) =>
  points([-10, 310], ...range(9).map((i): [number, number] => [i * 27 - 8, base - height * draw()]), [210, 310]);

const horizon: Motif = ({ night, light }, draw) => {
  const x = 50 + 100 * draw();
  const y = 120 + 40 * draw();
  return (
    <>
      <circle cx={x} cy={y} r={38 + 22 * draw()} fill={light} />
      {range(6).map((i) => (
        <rect key={i} y={y + 6 + i * 11} width="200" height={2 + i * 1.9} fill={night} opacity={0.75} />
      ))}
    </>
  );
};

const slashes: Motif = ({ night, light }, draw) => {
  const lean = 60 + 50 * draw();
  return range(5).map((i) => {
    const x = -40 + i * 52 + 20 * draw();
    const width = 6 + 26 * draw();
    return (
      <polygon
        key={i}
        points={points([x, 300], [x + width, 300], [x + width + lean, 0], [x + lean, 0])}
        fill={i % 2 ? night : light}
        opacity={i === 2 ? 0.95 : 0.28}
      />
    );
  });
};

const orbits: Motif = ({ light, night }, draw) => {
  const x = 60 + 80 * draw();
  const y = 90 + 60 * draw();
  const turn = -40 + 80 * draw();
  return (
    <>
      {range(14).map((i) => (
        <circle key={i} cx={200 * draw()} cy={300 * draw()} r={0.5 + draw()} fill={light} opacity={0.7} />
      ))}
      <circle cx={x} cy={y} r="40" fill={light} />
      <circle cx={x + 14} cy={y - 8} r="40" fill={night} opacity="0.72" />
      <g transform={`rotate(${turn} ${x} ${y})`} fill="none" stroke={light}>
        {range(4).map((i) => (
          <ellipse key={i} cx={x} cy={y} rx={62 + i * 22} ry={16 + i * 8} strokeWidth={1.6 - i * 0.3} opacity={0.9 - i * 0.2} />
        ))}
      </g>
    </>
  );
};

const blinds: Motif = ({ light, night }, draw) => {
  const lean = -24 + 48 * draw();
  return (
    <>
      {range(11).map((i) => {
        const y = 18 + i * 17;
        return <polygon key={i} points={points([36, y], [176, y + lean], [176, y + lean + 8], [36, y + 8])} fill={light} opacity={0.85 - i * 0.06} />;
      })}
      <polygon points={points([70 + 50 * draw(), 300], [88, 96], [104, 84], [120, 96], [150, 300])} fill={night} />
    </>
  );
};

const ridges: Motif = ({ night, colour, light }, draw) => (
  <>
    <circle cx={40 + 120 * draw()} cy={56 + 30 * draw()} r={18 + 12 * draw()} fill={light} />
    <polygon points={ridge(170, 70, draw)} fill={light} opacity="0.28" />
    <polygon points={ridge(205, 60, draw)} fill={colour} />
    <polygon points={ridge(240, 50, draw)} fill={night} opacity="0.8" />
  </>
);

const confetti: Motif = ({ night, light }, draw) => (
  <>
    {range(13).map((i) => (
      <circle
        key={i}
        cx={200 * draw()}
        cy={210 * draw()}
        r={5 + 30 * draw() ** 2}
        fill={i % 4 === 0 ? night : light}
        opacity={i % 3 === 0 ? 0.35 : 0.95}
      />
    ))}
  </>
);

const pair: Motif = ({ light }, draw) => {
  const y = 100 + 30 * draw();
  const apart = 20 + 16 * draw();
  return (
    <>
      <circle cx={100 - apart} cy={y} r="54" fill={light} opacity="0.9" />
      <circle cx={100 + apart} cy={y + 18} r="54" fill="none" stroke={light} strokeWidth="2.5" />
    </>
  );
};

const vertigo: Motif = ({ light }, draw) => {
  const turn = 360 * draw();
  return (
    <g transform={`rotate(${turn} 100 120)`} fill="none" stroke={light}>
      {range(13).map((i) => (
        <circle key={i} cx={100 + i * 3.2} cy={120 + i * 1.6} r={5 + i * 10} strokeWidth={4.2 - i * 0.24} opacity={1 - i * 0.06} />
      ))}
    </g>
  );
};

const doorway: Motif = ({ night, light }, draw) => {
  const x = 62 + 60 * draw();
  return (
    <>
      <polygon points={points([x, 300], [x + 10, 60], [x + 30, 60], [x + 70, 300])} fill={light} opacity="0.9" />
      <polygon points={points([x + 16, 300], [x + 17, 132], [x + 20, 122], [x + 24, 132], [x + 32, 300])} fill={night} />
      <circle cx={180 - x * 0.6} cy="62" r="16" fill={light} opacity="0.55" />
    </>
  );
};

const equaliser: Motif = ({ light }, draw) =>
  range(13).map((i) => {
    const height = 24 + 150 * draw() * Math.sin(((i + 1) / 14) * Math.PI);
    return <rect key={i} x={10 + i * 14} y={130 - height / 2} width="8" height={height} rx="4" fill={light} opacity={i % 3 ? 0.9 : 0.5} />;
  });

const contours: Motif = ({ light }, draw) => {
  const x = 60 + 80 * draw();
  return (
    <g fill="none" stroke={light} strokeWidth="1.4">
      {range(11).map((i) => (
        <ellipse key={i} cx={x + i * 4} cy={110 + i * 5} rx={12 + i * 15} ry={8 + i * 12} opacity={1 - i * 0.07} transform={`rotate(${-20 + i * 3} ${x} 110)`} />
      ))}
    </g>
  );
};

const ranks: Motif = ({ night, light }, draw) => {
  const height = 26 + 22 * draw();
  return range(6).map((i) => (
    <polygon
      key={i}
      points={points([-10, 40 + i * 34 + height], [100, 40 + i * 34], [210, 40 + i * 34 + height], [210, 52 + i * 34 + height], [100, 52 + i * 34], [-10, 52 + i * 34 + height])}
      fill={i % 2 ? night : light}
      opacity={i % 2 ? 0.6 : 0.9 - i * 0.1}
    />
  ));
};

const byGenre: Record<string, Motif> = {
  Action: slashes,
  Adventure: ridges,
  Animation: confetti,
  Children: confetti,
  Comedy: confetti,
  Crime: blinds,
  Documentary: contours,
  Drama: horizon,
  Fantasy: ridges,
  'Film-Noir': blinds,
  Horror: doorway,
  Musical: equaliser,
  Mystery: vertigo,
  Romance: pair,
  'Sci-Fi': orbits,
  Thriller: vertigo,
  War: ranks,
  Western: horizon,
};

/** The scene of one of the title's genres, so that a row of one genre is not one picture. */
export function motifOf(genres: string[], draw: () => number): Motif {
  const known = genres.map((genre) => byGenre[genre]).filter((motif) => motif !== undefined);
  return known[Math.floor(draw() * known.length)] ?? contours;
}
