/** A request path with its query, as it goes over the wire. Undefined values are left out. */
export function requestPath(path: string, query: Record<string, string | number | undefined> = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The request as a shell command (POSIX quoting). */
export const asCurl = (origin: string, path: string) => `curl '${(origin + path).replaceAll("'", String.raw`'\''`)}'`;

/** The request as a C# program of top-level statements, with nothing but the .NET library; "dotnet run app.cs" runs it. */
export const asCSharp = (origin: string, path: string) => `using System.Text.Json;

using HttpClient http = new() { BaseAddress = new Uri(${JSON.stringify(origin)}) };
using JsonDocument answer = JsonDocument.Parse(await http.GetStringAsync(${JSON.stringify(path)}));
Console.WriteLine(answer.RootElement);
`;
