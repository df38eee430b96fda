using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Server.Tests;

/// <summary>Every operation of the API document against every kind of key.</summary>
public sealed class TenantMatrixTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(true), InlineData(false)]
    public async Task Every_operation_answers_its_own_tenant_and_nobody_else(bool onPostgres)
    {
        await using TestDatabase database = onPostgres ? TestDatabase.Postgres() : TestDatabase.Sqlite();
        await using TenantWorld world = await TenantWorld.CreateAsync(database);
        IReadOnlyList<Operation> operations = Operation.ReadAll(JsonNode.Parse(await world.Client.GetStringAsync("/openapi/v1.json", Token))!);
        Assert.True(operations.Count > 40);
        string[] gaps = [.. operations.SelectMany(world.Unknown), .. TenantWorld.Unused(operations).Select(id => $"{id} is no operation any more")];
        Assert.True(gaps.Length == 0, "TenantWorld must say what to call each operation with: " + string.Join("; ", gaps));

        var wrong = new List<string>();
        await RefusedWithoutAKeyAsync(world, operations, wrong);
        await RefusedWithTooLittleAsync(world, operations, wrong);
        await NothingForTheOtherTenantAsync(world, operations, wrong);
        await OwnAsync(world, operations, wrong);
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    private static async Task RefusedWithoutAKeyAsync(TenantWorld world, IReadOnlyList<Operation> operations, List<string> wrong)
    {
        KeyStore keys = world.Host.Services.GetRequiredService<KeyStore>();
        IssuedKey revoked = await world.Host.IssueAsync("other", "operator");
        await keys.RevokeAsync(Caller.Local, revoked.Details.Id, "other", Token);
        IssuedKey expired = await world.Host.IssueAsync("other", "operator");
        await keys.RotateAsync(Caller.Local, expired.Details.Id, new KeyRotation { GraceSeconds = 0 }, "other", Token);
        (string? Key, string Code)[] cases =
            [(null, "key_missing"), ("perto_nothing", "key_invalid"), (KeyText.New(), "key_invalid"), (revoked.Key, "key_revoked"), (expired.Key, "key_expired")];
        foreach (Operation operation in operations)
        {
            foreach ((string? key, string code) in cases)
            {
                HttpResponseMessage answer = await world.CallAsync(operation, key);
                string? given = await CodeAsync(answer);
                if (operation.NeedsKey ? answer.StatusCode != HttpStatusCode.Unauthorized || given != code : answer.StatusCode == HttpStatusCode.Unauthorized)
                    wrong.Add($"{operation} with {code}: {(int)answer.StatusCode} {given}");
            }
        }
        Assert.Equal(["/health/live", "/health/ready"], operations.Where(operation => !operation.NeedsKey).Select(operation => operation.Path));
    }

    private static async Task RefusedWithTooLittleAsync(TenantWorld world, IReadOnlyList<Operation> operations, List<string> wrong)
    {
        string reader = (await world.Host.IssueAsync("other", "read")).Key;
        var modules = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string module in world.Host.Services.GetRequiredService<AccessModules>().Names)
            modules[module] = (await world.Host.IssueAsync("other", $"{module}:admin")).Key;
        foreach (Operation operation in operations.Where(operation => operation is { NeedsKey: true, Scope: not null }))
        {
            if (!operation.Reads)
                await ExpectRefusalAsync(operation, reader, "read");
            foreach ((string module, string key) in modules.Where(entry => entry.Key != operation.Module))
                await ExpectRefusalAsync(operation, key, $"{module}:admin");
        }

        async Task ExpectRefusalAsync(Operation operation, string key, string scope)
        {
            HttpResponseMessage answer = await world.CallAsync(operation, key);
            if (answer.StatusCode != HttpStatusCode.Forbidden || await CodeAsync(answer) != "scope_missing")
                wrong.Add($"{operation} with {scope}: {(int)answer.StatusCode} {await CodeAsync(answer)}");
        }
    }

    private static async Task NothingForTheOtherTenantAsync(TenantWorld world, IReadOnlyList<Operation> operations, List<string> wrong)
    {
        foreach (Operation operation in InSafeOrder(operations.Where(operation => operation.NeedsKey)))
        {
            int logged = world.Log.Entries.Count;
            HttpResponseMessage answer = await world.CallAsync(operation, world.OtherKey);
            string text = await answer.Content.ReadAsStringAsync(Token);
            if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden || (int)answer.StatusCode >= 500)
                wrong.Add($"{operation} by another tenant: {(int)answer.StatusCode} {text}");
            if (operation.NamesSomething && !TenantWorld.AnswersForAnyName.Contains(operation.Id) && answer.StatusCode != HttpStatusCode.NotFound)
                wrong.Add($"{operation} by another tenant is not 404 but {(int)answer.StatusCode} {text}");
            Look(world, operation, "answer", text, wrong);
            Look(world, operation, "headers", answer.Headers.ToString() + answer.Content.Headers, wrong);
            foreach (LogEntry entry in world.Log.Entries.Skip(logged).Where(entry => entry.Category.StartsWith("Perto", StringComparison.Ordinal)))
                Look(world, operation, "log", $"{entry.Message} {entry.Exception}", wrong);
            using var metrics = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Authorization = new("Bearer", world.OtherKey) } };
            HttpResponseMessage labels = await world.Client.SendAsync(metrics, Token);
            Assert.Equal(HttpStatusCode.OK, labels.StatusCode);
            if ((await labels.Content.ReadAsStringAsync(Token)).Contains(TenantWorld.Canary, StringComparison.Ordinal))
                wrong.Add($"{operation} left the canary in a label of the metrics");
        }
    }

    // Last, because it deletes.
    private static async Task OwnAsync(TenantWorld world, IReadOnlyList<Operation> operations, List<string> wrong)
    {
        foreach (Operation operation in InSafeOrder(operations))
        {
            HttpResponseMessage answer = await world.CallAsync(operation, world.OwnKey);
            if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound || (int)answer.StatusCode is >= 500 or 400)
                wrong.Add($"{operation} by its own tenant: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Token)}");
        }
    }

    private static void Look(TenantWorld world, Operation operation, string where, string text, List<string> wrong)
    {
        string rest = world.WithoutEcho(operation, text);
        int at = rest.IndexOf(TenantWorld.Canary, StringComparison.OrdinalIgnoreCase);
        if (at >= 0)
            wrong.Add($"{operation} by another tenant: the {where} has ...{rest[Math.Max(0, at - 60)..Math.Min(rest.Length, at + 60)]}...");
    }


    /// <summary>Reads, then changes, then deletions, the innermost first.</summary>
    private static IEnumerable<Operation> InSafeOrder(IEnumerable<Operation> operations) => operations
        .OrderBy(operation => operation switch
        {
            { Method: "DELETE" } => 3,
            { Id: "createVectorCollection" or "startStreamingImport" or "saveStreamingTitle" or "putExperiment" } => 4,
            { Reads: true } => 0,
            _ => 1,
        })
        .ThenByDescending(operation => operation.Path.Length);

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? (string?)(await answer.JsonAsync())["code"] : null;
}
