using System.Text.Json;
using System.Text.Json.Nodes;

namespace Perto.Server;

/// <summary>The API document as a page to be read.</summary>
internal sealed class ReferencePage
{
    private static readonly JsonSerializerOptions Indented = new(Platform.PertoJson.Options) { WriteIndented = true };

    private readonly JsonObject _document;

    private ReferencePage(JsonObject document) => _document = document;

    /// <summary>The page of an OpenAPI 3.1 document.</summary>
    public static string Of(string document) => new ReferencePage(JsonNode.Parse(document)!.AsObject()).Page();

    private string Page()
    {
        ILookup<string, Operation> tags = Operations().ToLookup(operation => operation.Tag, StringComparer.Ordinal);
        Html toc = new Html().Add("""
            <nav class="toc" aria-label="Operations"><form class="hidden" role="search"><label for="search">Search</label>
            <input id="search" type="search" autocomplete="off"><p id="found" class="quiet" role="status"></p></form>
            """);
        Html main = new Html().Add($"""<h1>Perto API {Text(_document["info"], "version")}</h1><p>{Text(_document["info"], "description")}</p>""");
        foreach (JsonNode? tag in _document["tags"]?.AsArray() ?? [])
        {
            string name = Text(tag, "name");
            toc.Add($"<h2>{name}</h2><ul>");
            main.Add($"""<h2 id="{name}">{name}</h2><p>{Text(tag, "description")}</p>""");
            foreach (Operation operation in tags[name])
            {
                toc.Add($"""<li data-words="{operation.Words}"><a href="#{operation.Id}">{operation.Summary}</a></li>""");
                main.Add($"{Section(operation)}");
            }

            toc.Add("</ul>");
        }

        toc.Add("""<h2><a href="#schemas">Schemas</a></h2></nav>""");
        main.Add("""<h2 id="schemas">Schemas</h2>""");
        foreach ((string name, JsonNode? schema) in _document["components"]?["schemas"]?.AsObject() ?? [])
            main.Add($"{SchemaSection(name, schema!)}");
        return DocsPage.Of("Perto API", main, toc);
    }

    private IEnumerable<Operation> Operations() =>
        from path in _document["paths"]!.AsObject()
        from entry in path.Value!.AsObject()
        select new Operation(path.Key, entry.Key, entry.Value!.AsObject());

    private static Html Section(Operation operation)
    {
        Html section = new Html().Add($"""
            <section class="operation" id="{operation.Id}" data-words="{operation.Words}" aria-labelledby="{operation.Id}-title">
            <h3 id="{operation.Id}-title">{operation.Summary}</h3>
            <p class="address"><span class="method {operation.Verb}">{operation.Method}</span>{operation.Path}</p>
            <p>{Text(operation.Node, "description")}</p>
            """);
        AddParameters(section, operation.Node["parameters"]?.AsArray() ?? []);
        if (operation.Node["requestBody"]?["content"]?.AsObject().FirstOrDefault() is { Value: { } body } request)
        {
            section.Add($"""<h4>Body</h4><p><code>{request.Key}</code>, {TypeOf(body["schema"])}</p>""");
            AddExample(section, "the body", body["example"]);
        }

        section.Add("<h4>Answers</h4><table><tbody>");
        foreach ((string status, JsonNode? answer) in operation.Node["responses"]?.AsObject() ?? [])
        {
            KeyValuePair<string, JsonNode?> content = answer?["content"]?.AsObject().FirstOrDefault() ?? default;
            section.Add($"""<tr><th scope="row">{status}</th><td>{Plain(Text(answer, "description"))}</td><td>{TypeOf(content.Value?["schema"])}</td></tr>""");
        }

        section.Add("</tbody></table>");
        if (operation.Node[OperationExamples.TargetExtension] is not null)
            AddSamples(section, operation);
        return section.Add("</section>");
    }

    private static void AddParameters(Html section, JsonArray parameters)
    {
        if (parameters.Count == 0)
            return;
        section.Add("""<h4>Parameters</h4><table><thead><tr><th scope="col">Name</th><th scope="col">Place</th><th scope="col">Type</th><th scope="col">What it is</th></tr></thead><tbody>""");
        foreach (JsonNode? parameter in parameters)
        {
            section.Add($"""
                <tr><th scope="row"><code>{Text(parameter, "name")}</code></th><td>{Text(parameter, "in")}</td>
                <td>{TypeOf(parameter?["schema"])}</td><td>{Plain(Text(parameter, "description"))}</td></tr>
                """);
        }

        section.Add("</tbody></table>");
    }

    private static void AddSamples(Html section, Operation operation)
    {
        string target = Text(operation.Node, OperationExamples.TargetExtension);
        string? type = (string?)operation.Node[OperationExamples.TypeExtension];
        JsonNode? body = operation.Node["requestBody"]?["content"]?.AsObject().FirstOrDefault().Value?["example"];
        string? text = body is null ? null : body.GetValueKind() == JsonValueKind.String ? (string?)body : body.ToJsonString(Indented);
        section.Add("<h4>Example</h4>");
        AddSample(section, "curl", CodeSamples.Curl(operation.Method, target, type, text));
        AddSample(section, "C#", CodeSamples.CSharp(operation.Method, target, type, text));
        AddSample(section, "JavaScript", CodeSamples.JavaScript(operation.Method, target, type, text));
        string status = operation.Node[OperationExamples.StatusExtension]!.ToJsonString();
        AddExample(section, $"the answer, {status}", operation.Node["responses"]?[status]?["content"]?.AsObject().FirstOrDefault().Value?["example"]);
    }

    private static void AddSample(Html section, string language, string code) => section.Add(
        $"""<details><summary>{language}</summary><pre data-copy="{language}">{code}</pre></details>""");

    private static void AddExample(Html section, string name, JsonNode? example)
    {
        if (example is not null && example.GetValueKind() != JsonValueKind.String)
            section.Add($"""<details><summary>JSON of {name}</summary><pre data-copy="JSON of {name}">{example.ToJsonString(Indented)}</pre></details>""");
    }

    private static Html SchemaSection(string name, JsonNode schema)
    {
        Html section = new Html().Add($"""<section class="operation" id="schema-{name}"><h3>{name}</h3><p>{Plain(Text(schema, "description"))}</p>""");
        if (schema["properties"] is null)
            return section.Add($"<p>{TypeOf(schema)}</p></section>");

        section.Add("""<table><thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">What it is</th></tr></thead><tbody>""");
        HashSet<string> required = [.. schema["required"]?.AsArray().Select(field => (string)field!) ?? []];
        foreach ((string field, JsonNode? property) in schema["properties"]!.AsObject())
        {
            section.Add($"""
                <tr><th scope="row"><code>{field}</code>{(required.Contains(field) ? "" : " (optional)")}</th>
                <td>{TypeOf(property)}</td><td>{Plain(Text(property, "description"))}</td></tr>
                """);
        }

        return section.Add("</tbody></table></section>");
    }

    /// <summary>A type in words: its name or link, its range, its default.</summary>
    private static Html TypeOf(JsonNode? schema)
    {
        var words = new Html();
        if (schema is not JsonObject type)
            return words;
        if ((string?)type["$ref"] is { } reference)
        {
            string name = reference[(reference.LastIndexOf('/') + 1)..];
            return words.Add($"""<a href="#schema-{name}">{name}</a>""");
        }

        if (type["oneOf"] is JsonArray choices)
        {
            foreach (JsonNode? choice in choices)
                words.Add($"{(choice == choices[0] ? "" : " or ")}{TypeOf(choice)}");
            return words;
        }

        if (type["enum"] is JsonArray values)
            return words.Add($"{string.Join(", ", values.Select(value => (string?)value))}");
        words.Add($"{TypeName(type)}");
        if (type["items"] is { } items)
            words.Add($" of {TypeOf(items)}");
        if (type["additionalProperties"] is JsonObject others)
            words.Add($", values: {TypeOf(others)}");
        foreach ((string key, string label) in Rules)
        {
            if (type[key] is { } rule)
                words.Add($", {label} {rule.ToJsonString(Platform.PertoJson.Options)}");
        }

        return words;
    }

    private static readonly (string Key, string Label)[] Rules =
    [
        ("minimum", "from"), ("maximum", "to"), ("minLength", "characters from"), ("maxLength", "characters to"),
        ("minItems", "items from"), ("maxItems", "items to"), ("default", "default"), ("pattern", "pattern"),
    ];

    private static string TypeName(JsonObject type)
    {
        string name = type["type"] switch
        {
            JsonArray several => string.Join(" or ", several.Select(one => (string?)one)),
            JsonValue one => (string)one!,
            _ => "any value",
        };
        return (string?)type["format"] is { } format ? $"{name} ({format})" : name;
    }

    private static string Text(JsonNode? node, string name) => (string?)node?[name] ?? "";

    /// <summary>Text with <c>`names`</c> in it as HTML.</summary>
    private static Html Plain(string text)
    {
        var html = new Html();
        string[] parts = text.Split('`');
        for (int i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 0)
                html.Add($"{parts[i]}");
            else
                html.Add($"<code>{parts[i]}</code>");
        }

        return html;
    }

    private sealed record Operation(string Path, string Verb, JsonObject Node)
    {
        public string Method => Verb.ToUpperInvariant();

        public string Id => Text(Node, "operationId");

        public string Tag => (string?)Node["tags"]?[0] ?? "";

        public string Summary => Text(Node, "summary");

        public string Words => $"{Method} {Path} {Id} {Summary} {Text(Node, "description")}".ToLowerInvariant();
    }
}
