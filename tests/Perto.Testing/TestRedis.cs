namespace Perto.Testing;

/// <summary>The Redis server that <c>PERTO_TEST_REDIS</c> names. Tests share it: each uses keys of its own.</summary>
public static class TestRedis
{
    /// <summary>Connection string in the form of StackExchange.Redis; the test skips where there is no server.</summary>
    public static string ConnectionString()
    {
        string? given = Environment.GetEnvironmentVariable("PERTO_TEST_REDIS");
        Assert.SkipWhen(
            string.IsNullOrEmpty(given),
            "No Redis: run scripts/services.sh up and then eval \"$(scripts/services.sh status --env)\", " +
            "or start compose.yaml and set PERTO_TEST_REDIS as it says.");
        return given!;
    }
}
