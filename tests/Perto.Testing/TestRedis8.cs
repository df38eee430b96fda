namespace Perto.Testing;

/// <summary>The Redis 8 that <c>PERTO_TEST_REDIS8</c> names, which has vector sets. Tests share it: each uses keys of its own.</summary>
public static class TestRedis8
{
    /// <summary>Connection string in the form of StackExchange.Redis; the test skips where there is no server.</summary>
    public static string ConnectionString()
    {
        string? given = Environment.GetEnvironmentVariable("PERTO_TEST_REDIS8");
        Assert.SkipWhen(
            string.IsNullOrEmpty(given),
            "No Redis 8: run scripts/services.sh up and then eval \"$(scripts/services.sh status --env)\", " +
            "or start compose.yaml and set PERTO_TEST_REDIS8 as it says.");
        return given!;
    }
}
