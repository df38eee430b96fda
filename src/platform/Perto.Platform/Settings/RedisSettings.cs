namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Redis</c>.</summary>
public sealed class RedisSettings
{
    /// <summary>
    /// Redis, as <c>redis://[:password@]host[:port][/database]</c>, <c>rediss://</c> with TLS, or the keywords of StackExchange.Redis; null: there is none.
    /// </summary>
    public string? Url { get; set; }

    /// <summary>How vectors are kept there, where they are.</summary>
    public RedisVectorSettings Vectors { get; set; } = new();
}
