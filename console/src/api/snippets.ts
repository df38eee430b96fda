/** A request path with its query, as it goes over the wire. Undefined values are left out. */
export function requestPath(path: string, query: Record<string, string | number | undefined> = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? path : `${path}?${text}`;
}

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The request as a shell command (POSIX quoting); one with a body is a POST. */
export const asCurl = (origin: string, path: string, body?: unknown) =>
  body === undefined
    ? `curl ${quoted(origin + path)}`
    : `curl ${quoted(origin + path)} -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(body))}`;

/** The request as a C# program of top-level statements, with nothing but the .NET library; "dotnet run app.cs" runs it. */
export const asCSharp = (origin: string, path: string, body?: unknown) =>
  body === undefined
    ? `using System.Text.Json;

using HttpClient http = new() { BaseAddress = new Uri(${JSON.stringify(origin)}) };
using JsonDocument answer = JsonDocument.Parse(await http.GetStringAsync(${JSON.stringify(path)}));
Console.WriteLine(answer.RootElement);
`
    : `using System.Text;

using HttpClient http = new() { BaseAddress = new Uri(${JSON.stringify(origin)}) };
using StringContent body = new(${JSON.stringify(JSON.stringify(body))}, Encoding.UTF8, "application/json");
using HttpResponseMessage answer = await http.PostAsync(${JSON.stringify(path)}, body);
Console.WriteLine(await answer.Content.ReadAsStringAsync());
`;

/** A command line of perto; words that a shell would take apart are quoted. */
export const asCommand = (...words: (string | number)[]) =>
  ['perto', ...words.map((word) => (/^[\w@:.,/=+-]+$/.test(String(word)) ? String(word) : quoted(String(word))))].join(' ');
