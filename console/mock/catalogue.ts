export interface SampleTitle {
  id: string;
  name: string;
  year: number;
  genres: string[];
}

/** Films in the manner of MovieLens: `id|name|year|genres`. */
const lines = `
1|Toy Story|1995|Adventure,Animation,Children,Comedy,Fantasy
6|Heat|1995|Action,Crime,Thriller
10|GoldenEye|1995|Action,Adventure,Thriller
14|Sense and Sensibility|1995|Drama,Romance
18|Get Shorty|1995|Comedy,Crime,Thriller
22|Twelve Monkeys|1995|Mystery,Sci-Fi,Thriller
27|Seven|1995|Mystery,Thriller
31|The Usual Suspects|1995|Crime,Mystery,Thriller
35|Braveheart|1995|Action,Drama,War
39|Taxi Driver|1976|Crime,Drama,Thriller
44|Before Sunrise|1995|Drama,Romance
48|Star Wars: Episode IV – A New Hope|1977|Action,Adventure,Sci-Fi
52|Léon: The Professional|1994|Action,Crime,Drama,Thriller
57|Pulp Fiction|1994|Comedy,Crime,Drama,Thriller
61|The Shawshank Redemption|1994|Crime,Drama
66|Forrest Gump|1994|Comedy,Drama,Romance,War
70|The Lion King|1994|Adventure,Animation,Children,Drama,Musical
75|Speed|1994|Action,Romance,Thriller
79|Jurassic Park|1993|Action,Adventure,Sci-Fi,Thriller
84|Blade Runner|1982|Action,Sci-Fi,Thriller
88|The Nightmare Before Christmas|1993|Animation,Children,Fantasy,Musical
93|Terminator 2: Judgment Day|1991|Action,Sci-Fi
97|The Silence of the Lambs|1991|Crime,Horror,Thriller
102|Fargo|1996|Comedy,Crime,Drama,Thriller
106|Dr. Strangelove|1964|Comedy,War
111|The Godfather|1972|Crime,Drama
115|Rear Window|1954|Mystery,Thriller
120|Casablanca|1942|Drama,Romance
124|The Maltese Falcon|1941|Film-Noir,Mystery
129|Sunset Boulevard|1950|Drama,Film-Noir,Romance
133|Citizen Kane|1941|Drama,Mystery
138|2001: A Space Odyssey|1968|Adventure,Drama,Sci-Fi
142|Singin’ in the Rain|1952|Comedy,Musical,Romance
147|The Wizard of Oz|1939|Adventure,Children,Fantasy,Musical
151|Monty Python and the Holy Grail|1975|Adventure,Comedy,Fantasy
156|The Good, the Bad and the Ugly|1966|Action,Adventure,Western
160|Once Upon a Time in the West|1968|Action,Drama,Western
165|Unforgiven|1992|Drama,Western
169|Apocalypse Now|1979|Action,Drama,War
174|Full Metal Jacket|1987|Drama,War
178|Alien|1979|Horror,Sci-Fi
183|The Shining|1980|Horror
187|Psycho|1960|Crime,Horror
192|Nosferatu|1922|Horror
196|Chinatown|1974|Crime,Film-Noir,Mystery,Thriller
201|L.A. Confidential|1997|Crime,Film-Noir,Mystery,Thriller
205|Good Will Hunting|1997|Drama,Romance
210|Hoop Dreams|1994|Documentary
214|Koyaanisqatsi|1983|Documentary
219|Ronin|1998|Action,Crime,Thriller
223|The Big Lebowski|1998|Comedy,Crime
228|The Truman Show|1998|Comedy,Drama,Sci-Fi
232|The Matrix|1999|Action,Sci-Fi,Thriller
237|Fight Club|1999|Action,Crime,Drama,Thriller
241|Magnolia|1999|Drama
246|Princess Mononoke|1997|Action,Adventure,Animation,Drama,Fantasy
250|Crouching Tiger, Hidden Dragon|2000|Action,Drama,Romance
255|Memento|2000|Mystery,Thriller
259|Amélie|2001|Comedy,Romance
264|Spirited Away|2001|Adventure,Animation,Fantasy
268|Mulholland Drive|2001|Crime,Drama,Film-Noir,Mystery,Thriller
273|The Lord of the Rings: The Fellowship of the Ring|2001|Adventure,Fantasy
277|City of God|2002|Action,Adventure,Crime,Drama,Thriller
282|Kill Bill: Vol. 1|2003|Action,Crime,Thriller
286|Lost in Translation|2003|Comedy,Drama,Romance
291|Eternal Sunshine of the Spotless Mind|2004|Drama,Romance,Sci-Fi
295|Grizzly Man|2005|Documentary
300|Pan’s Labyrinth|2006|Drama,Fantasy,Thriller
304|Ratatouille|2007|Animation,Children,Drama
309|No Country for Old Men|2007|Crime,Drama
313|WALL·E|2008|Adventure,Animation,Children,Romance,Sci-Fi
318|Man on Wire|2008|Documentary
322|Inception|2010|Action,Crime,Drama,Mystery,Sci-Fi,Thriller
327|Drive|2011|Crime,Drama,Film-Noir,Thriller
331|Moonrise Kingdom|2012|Comedy,Drama,Romance
336|Gravity|2013|Action,Sci-Fi
340|Her|2013|Drama,Romance,Sci-Fi
345|The Grand Budapest Hotel|2014|Comedy,Drama
349|Interstellar|2014|Sci-Fi
354|Whiplash|2014|Drama
358|Mad Max: Fury Road|2015|Action,Adventure,Sci-Fi,Thriller
363|Sicario|2015|Action,Crime,Drama,Mystery
367|The Witch|2015|Horror
372|Arrival|2016|Sci-Fi
376|Zootopia|2016|Action,Adventure,Animation,Children,Comedy
381|Moonlight|2016|Drama
`;

export const catalogue: SampleTitle[] = lines
  .trim()
  .split('\n')
  .map((line) => {
    const [id, name, year, genres] = line.split('|') as [string, string, string, string];
    return { id, name, year: Number(year), genres: genres.split(',') };
  });
