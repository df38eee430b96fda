using System.Text.Json.Nodes;
using Perto.Testing;

namespace Perto.Server.Tests;

public sealed class OpenApiTests
{
    private static Task<string> TextAsync() =>
        PertoServer.OpenApiAsync(perto => perto.AddModule("probe", new Probe().Describe), TestContext.Current.CancellationToken);

    private static async Task<JsonObject> DocumentAsync() => JsonNode.Parse(await TextAsync())!.AsObject();

    private static IEnumerable<(string Path, string Method, JsonObject Operation)> Operations(JsonObject document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key, operation.Value!.AsObject());

    [Fact]
    public async Task The_document_is_made_without_a_data_folder_or_an_address()
    {
        JsonObject document = await DocumentAsync();
        Assert.StartsWith("3.1", (string?)document["openapi"]);
        Assert.Equal("/", (string?)document["servers"]![0]!["url"]);
        Assert.False(Directory.Exists("perto-data"));
    }

    [Fact]
    public async Task The_document_is_the_same_every_time_and_the_server_gives_the_same()
    {
        string text = await TextAsync();
        Assert.Equal(text, await TextAsync());
        await using RunningServer server = await RunningServer.StartAsync();
        Assert.Equal(text, await server.Client.GetStringAsync("/openapi/v1.json"));
    }

    [Fact]
    public async Task Paths_and_schemas_stand_in_order()
    {
        JsonObject document = await DocumentAsync();
        string[] paths = [.. document["paths"]!.AsObject().Select(path => path.Key)];
        Assert.Equal(paths.Order(StringComparer.Ordinal), paths);
        string[] schemas = [.. document["components"]!["schemas"]!.AsObject().Select(schema => schema.Key)];
        Assert.Equal(schemas.Order(StringComparer.Ordinal), schemas);
    }

    [Fact]
    public async Task Every_operation_has_an_id_of_its_own_and_says_how_it_fails()
    {
        var operations = Operations(await DocumentAsync()).ToList();
        Assert.True(operations.Count > 10);
        string[] ids = [.. operations.Select(entry => (string)entry.Operation["operationId"]!)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.Contains("deleteProbeThingsByName", ids);
        Assert.All(operations, entry => Assert.Equal(
            "#/components/schemas/Problem",
            (string?)entry.Operation["responses"]!["default"]!["content"]!["application/problem+json"]!["schema"]!["$ref"]));
    }

    [Fact]
    public async Task What_changes_something_takes_a_key_and_what_reads_does_not()
    {
        foreach ((string path, string method, JsonObject operation) in Operations(await DocumentAsync()))
        {
            bool takesKey = operation["parameters"]?.AsArray().Any(parameter => (string?)parameter!["name"] == "Idempotency-Key") ?? false;
            Assert.True(takesKey == (method != "get"), $"{method} {path}");
        }
    }

    [Fact]
    public async Task Names_are_in_snake_case_and_types_are_strict()
    {
        JsonObject document = await DocumentAsync();
        JsonNode thing = document["components"]!["schemas"]!["Thing"]!;
        Assert.Equal("integer", (string?)thing["properties"]!["size"]!["type"]);
        JsonNode colour = document["components"]!["schemas"]!["ThingColour"]!;
        Assert.Equal(["red", "dark_blue"], colour["enum"]!.AsArray().Select(name => (string?)name));
        JsonNode problem = document["components"]!["schemas"]!["Problem"]!;
        Assert.NotNull(problem["properties"]!["trace_id"]);
        Assert.Null(problem["properties"]!["retry_after"]);
        Assert.Contains("sentence", (string?)problem["properties"]!["title"]!["description"]);
    }

    [Fact]
    public async Task Every_name_of_the_product_is_in_snake_case()
    {
        JsonObject document = JsonNode.Parse(await PertoServer.OpenApiAsync(cancellationToken: TestContext.Current.CancellationToken))!.AsObject();
        IEnumerable<string> parameters =
            from entry in Operations(document)
            from parameter in entry.Operation["parameters"]?.AsArray() ?? []
            where (string?)parameter!["in"] is "query" or "path"
            select (string)parameter!["name"]!;
        IEnumerable<string> properties =
            from schema in document["components"]!["schemas"]!.AsObject()
            from property in schema.Value!["properties"]?.AsObject() ?? []
            select property.Key;
        Assert.NotEmpty(properties);
        Assert.All(parameters.Concat(properties), name => Assert.Matches("^[a-z][a-z0-9_]*$", name));
    }

    [Fact]
    public async Task The_console_is_generated_from_this_document()
    {
        string path = TestRepository.Find("console/openapi.json");
        Assert.SkipUnless(File.Exists(path), "The console is not in this tree.");
        string document = await PertoServer.OpenApiAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(
            (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).TrimEnd() == document.TrimEnd(),
            "console/openapi.json is not what the server says of itself; write it anew with: perto openapi > console/openapi.json");
    }

    [Fact]
    public async Task Operations_carry_the_words_of_the_code()
    {
        JsonObject document = await DocumentAsync();
        Assert.Contains("Whether the process lives", (string?)document["paths"]!["/health/live"]!["get"]!["summary"]);
    }
}
