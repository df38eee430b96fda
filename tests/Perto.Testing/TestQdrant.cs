namespace Perto.Testing;

/// <summary>The Qdrant that tests use: that of <c>PERTO_TEST_QDRANT</c>, or a double in this process.</summary>
public sealed class TestQdrant : IAsyncDisposable
{
    private readonly QdrantDouble? _double;

    private TestQdrant(string url, QdrantDouble? inProcess)
    {
        Url = url;
        _double = inProcess;
    }

    /// <summary>Its REST interface.</summary>
    public string Url { get; }

    /// <summary>What the names of our collections begin with: each has its own, as tests share a server.</summary>
    public string Prefix { get; } = $"test-{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(12))}";

    /// <summary>Finds or starts it.</summary>
    public static async Task<TestQdrant> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("PERTO_TEST_QDRANT") is { Length: > 0 } url)
            return new TestQdrant(url, inProcess: null);
        QdrantDouble started = await QdrantDouble.StartAsync(keepRequests: false);
        return new TestQdrant(started.Url, started);
    }

    /// <summary>Stops the double, or deletes what was made on the server.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_double is not null)
        {
            await _double.DisposeAsync();
            return;
        }
        using HttpClient http = new(new SocketsHttpHandler()) { BaseAddress = new Uri($"{Url.TrimEnd('/')}/") };
        using System.Text.Json.JsonDocument all = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync("collections"));
        foreach (System.Text.Json.JsonElement collection in all.RootElement.GetProperty("result").GetProperty("collections").EnumerateArray())
        {
            string name = collection.GetProperty("name").GetString()!;
            if (name.StartsWith($"{Prefix}.", StringComparison.Ordinal))
                await http.DeleteAsync($"collections/{Uri.EscapeDataString(name)}");
        }
    }
}
