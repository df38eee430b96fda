using System.Text.Json;

namespace Perto.Server;

/// <summary>How a request is written in three languages. The address is the default one; everything else is the example's own.</summary>
internal static class CodeSamples
{
    private const string Server = ServerSettings.DefaultUrls;

    /// <summary>The request for a shell.</summary>
    public static string Curl(string method, string target, string? type, string? body)
    {
        string start = method == "GET" ? $"curl '{Server}{target}'" : $"curl -X {method} '{Server}{target}'";
        return body is null ? start : $"{start} \\\n  -H 'Content-Type: {type}' \\\n  --data-binary {Shell(body)}";
    }

    /// <summary>The request in C#, with nothing but .NET.</summary>
    public static string CSharp(string method, string target, string? type, string? body)
    {
        string verb = char.ToUpperInvariant(method[0]) + method[1..].ToLowerInvariant();
        string content = body is null ? "" : $"\n{{\n    Content = new StringContent(\"\"\"\n        {body.ReplaceLineEndings("\n        ")}\n        \"\"\", MediaTypeHeaderValue.Parse({Quoted(type)})),\n}}";
        return $"""
            using var http = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.{verb}, "{Server}{target}"){content};
            using HttpResponseMessage answer = await http.SendAsync(request);
            Console.WriteLine(await answer.Content.ReadAsStringAsync());
            """;
    }

    /// <summary>The request in JavaScript.</summary>
    public static string JavaScript(string method, string target, string? type, string? body)
    {
        string options = (method, body) switch
        {
            ("GET", _) => "",
            (_, null) => $", {{ method: '{method}' }}",
            _ => $", {{\n  method: '{method}',\n  headers: {{ 'Content-Type': {Quoted(type)} }},\n  body: {(type == "application/json" ? $"JSON.stringify({body.ReplaceLineEndings("\n  ")})" : Quoted(body))},\n}}",
        };
        return $"const answer = await fetch('{Server}{target}'{options});\nconsole.log(await answer.text());";
    }

    private static string Shell(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Quoted(string? text) => JsonSerializer.Serialize(text, Platform.PertoJson.Options);
}
