using System.Text.Json.Nodes;

namespace Perto.Server.Tests;

public sealed class ApiExampleTests
{
    [Fact]
    public async Task Every_operation_has_an_example_that_fits_its_schemas()
    {
        ApiSpecification api = await ApiSpecification.ReadAsync();
        List<string> wrong = [];
        foreach (ApiOperation operation in api.Operations)
        {
            if (operation.Target is null)
            {
                wrong.Add($"{operation}: no example (WithExample at its endpoint)");
                continue;
            }

            if (operation.Body is { } body && operation.BodyType == "application/json")
                wrong.AddRange(api.Schemas.Check(body["schema"]!, body["example"], "request").Select(error => $"{operation}: {error}"));
            foreach (JsonObject parameter in operation.Parameters.Where(parameter => parameter["example"] is not null))
                wrong.AddRange(api.Schemas.Check(parameter["schema"]!, parameter["example"], (string)parameter["name"]!).Select(error => $"{operation}: {error}"));
            if (operation.Responses[$"{operation.ExampleStatus}"] is not JsonObject answer)
                wrong.Add($"{operation}: the example's status {operation.ExampleStatus} is not documented");
            else if (answer["content"]?["application/json"] is { } content)
                wrong.AddRange(api.Schemas.Check(content["schema"]!, content["example"], "answer").Select(error => $"{operation}: {error}"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Every_example_sent_to_a_server_is_answered_as_documented()
    {
        ApiSpecification api = await ApiSpecification.ReadAsync();
        await using SeededServer seeded = await SeededServer.StartAsync(TestDatabase.Sqlite());
        List<string> wrong = [];
        foreach (ApiOperation operation in api.Operations)
        {
            using HttpRequestMessage request = operation.ExampleRequest(seeded.TargetOf(operation));
            using HttpResponseMessage answer = await seeded.Server.Client.SendAsync(request);
            string text = await answer.Content.ReadAsStringAsync();
            if ((int)answer.StatusCode != operation.ExampleStatus)
                wrong.Add($"{operation}: {(int)answer.StatusCode} {text}");
            else if (operation.Responses[$"{operation.ExampleStatus}"]!["content"]?["application/json"]?["schema"] is { } schema)
                wrong.AddRange(api.Schemas.Check(schema, JsonNode.Parse(text), "answer").Select(error => $"{operation}: {error}"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
