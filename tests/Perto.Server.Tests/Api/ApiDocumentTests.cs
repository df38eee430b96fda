using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Perto.Server.Tests;

/// <summary>Walks the product's document and finds what a reader would miss.</summary>
public sealed partial class ApiDocumentTests
{
    [Fact]
    public async Task Every_operation_says_what_it_does_takes_and_answers()
    {
        ApiSpecification api = await ApiSpecification.ReadAsync();
        List<string> missing = [];
        foreach (ApiOperation operation in api.Operations)
        {
            foreach (string part in (string[])["operationId", "summary", "description"])
            {
                if (string.IsNullOrWhiteSpace((string?)operation.Node[part]))
                    missing.Add($"{operation}: {part}");
            }

            if (operation.Node["tags"]?.AsArray().Count != 1)
                missing.Add($"{operation}: one tag");
            foreach (JsonObject parameter in operation.Parameters)
            {
                if (string.IsNullOrWhiteSpace((string?)parameter["description"]))
                    missing.Add($"{operation}: description of {parameter["name"]}");
                if ((string?)parameter["in"] == "path" && parameter["example"] is null)
                    missing.Add($"{operation}: example of {parameter["name"]}");
                JsonObject schema = api.Schemas.Resolve(parameter["schema"]!);
                if (JsonSchemas.Types(schema).Contains("integer") && (schema["minimum"] is null || schema["maximum"] is null))
                    missing.Add($"{operation}: range of {parameter["name"]} ([Range])");
                if (JsonSchemas.Types(schema).Intersect(["integer", "number", "boolean"]).Any() && (bool?)parameter["required"] != true && schema["default"] is null)
                    missing.Add($"{operation}: default of {parameter["name"]} ([DefaultValue])");
            }

            foreach (string status in (string[])["default", "500"])
            {
                if (operation.Responses[status]?["content"]?["application/problem+json"]?["schema"] is null)
                    missing.Add($"{operation}: problem {status}");
            }
        }

        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [Fact]
    public async Task Every_schema_and_every_field_of_it_is_described()
    {
        ApiSpecification api = await ApiSpecification.ReadAsync();
        List<string> missing = [];
        foreach ((string name, JsonNode? schema) in api.Document["components"]!["schemas"]!.AsObject())
        {
            if (Words(schema!) is not { Length: > 0 } words)
                missing.Add(name);
            else if (DotNetName().IsMatch(words))
                missing.Add($"{name}: '{words}' names .NET");
            foreach ((string field, JsonNode? property) in schema!["properties"]?.AsObject() ?? [])
            {
                if (Words(property!) is not { Length: > 0 } said)
                    missing.Add($"{name}.{field}");
                else if (DotNetName().IsMatch(said))
                    missing.Add($"{name}.{field}: '{said}' names .NET");
            }
        }

        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [Fact]
    public async Task The_document_says_what_it_is_and_every_tag_is_described()
    {
        JsonObject document = (await ApiSpecification.ReadAsync()).Document;
        Assert.Matches(@"^\d+\.\d+\.\d+", (string?)document["info"]!["version"]);
        Assert.NotEmpty((string)document["info"]!["description"]!);
        Assert.NotEmpty((string)document["servers"]![0]!["description"]!);
        Assert.All(document["tags"]!.AsArray(), tag => Assert.False(string.IsNullOrEmpty((string?)tag!["description"]), $"{tag["name"]} has no words in TagWords"));
    }

    [Fact]
    public async Task Every_problem_that_an_operation_names_has_the_status_it_stands_under()
    {
        foreach (ApiOperation operation in (await ApiSpecification.ReadAsync()).Operations)
        {
            foreach ((string status, JsonNode? answer) in operation.Responses)
            {
                if (answer!["content"]?["application/problem+json"]?["example"] is not { } example)
                    continue;
                Assert.Equal(status, example["status"]!.ToJsonString());
                Assert.All(
                    Code().Matches((string)answer["description"]!),
                    code => Assert.Equal(status, $"{ProblemCatalogue.Find(code.Groups[1].Value)!.Status}"));
            }
        }
    }

    private static string? Words(JsonNode schema) =>
        (string?)schema["description"] ?? schema["oneOf"]?.AsArray().Select(form => (string?)form!["description"]).FirstOrDefault(words => words is not null);

    // A link of the XML comments that came out as C#.
    [GeneratedRegex(@"\b(int|string|bool|long|double) [A-Z]\w+\.|\bnull\b.*<see|cref=|[a-z]\.[A-Z][a-z]+\b(?<!e\.g\.)")]
    private static partial Regex DotNetName();

    [GeneratedRegex("`([a-z_]+)`:")]
    private static partial Regex Code();
}
