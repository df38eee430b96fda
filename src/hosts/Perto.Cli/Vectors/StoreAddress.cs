using Perto.Platform;

namespace Perto.Cli;

/// <summary>
/// Names a vector store on the command line. <c>data</c> is the one that the data folder and its settings lead to, or the running server's.
/// </summary>
internal sealed class StoreAddress
{
    public const string Rule =
        "data, embedded:FOLDER, postgres://..., redis://..., qdrant://HOST[:PORT] (qdrants:// over TLS), pinecone:INDEX, or the http address of a Perto server";

    private StoreAddress(string shown, IReadOnlyDictionary<string, string?> settings)
    {
        Shown = shown;
        Settings = settings;
    }

    /// <summary>As it may be shown and written to files: without a password.</summary>
    public string Shown { get; }

    /// <summary>Settings of a host whose vector store it is.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>Whether it is the store of the data folder.</summary>
    public bool IsData { get; private init; }

    /// <summary>The Perto server that it names, if it does.</summary>
    public Uri? Server { get; private init; }

    /// <exception cref="InvalidValueException">It is none.</exception>
    public static StoreAddress Parse(string option, string given)
    {
        string scheme = given.Split(':', 2)[0];
        string rest = given.Length > scheme.Length ? given[(scheme.Length + 1)..] : "";
        return scheme switch
        {
            "data" when rest.Length == 0 => new StoreAddress("data", Choice("Auto")) { IsData = true },
            "embedded" when rest.Length > 0 => new StoreAddress(
                $"embedded:{Path.GetFullPath(rest)}",
                Choice("Embedded", ("Perto:DataFolder", Path.GetFullPath(rest)), ("Perto:Database:Url", ""))),
            "postgres" or "postgresql" => new StoreAddress(WithoutSecrets(option, given), Choice("Postgres", ("Perto:Database:Url", given))),
            "redis" or "rediss" => new StoreAddress(WithoutSecrets(option, given), Choice("Redis", ("Perto:Redis:Url", given))),
            "qdrant" or "qdrants" => new StoreAddress(WithoutSecrets(option, given), Choice("Qdrant", ("Perto:Qdrant:Url", Qdrant(scheme, rest)))),
            "pinecone" when rest.Length > 0 => new StoreAddress(given, Choice("Pinecone", ("Perto:Pinecone:Index", rest.TrimStart('/')))),
            "http" or "https" => new StoreAddress(WithoutSecrets(option, given), Choice("Auto")) { Server = new Uri(given) },
            _ => throw Refused(option, scheme),
        };
    }

    private static string Qdrant(string scheme, string rest)
    {
        var address = new UriBuilder($"{(scheme == "qdrants" ? "https" : "http")}:{rest}");
        if (address.Port is 80 or 443 && !rest.Contains($":{address.Port}", StringComparison.Ordinal))
            address.Port = 6333;
        return address.Uri.ToString();
    }

    private static Dictionary<string, string?> Choice(string store, params ReadOnlySpan<(string Name, string Value)> settings)
    {
        Dictionary<string, string?> all = new(StringComparer.OrdinalIgnoreCase);
        if (store != "Auto")
            all["Perto:Vectors:Store"] = store;
        foreach ((string name, string value) in settings)
            all[name] = value;
        return all;
    }

    private static string WithoutSecrets(string option, string given)
    {
        if (!Uri.TryCreate(given, UriKind.Absolute, out Uri? address) || address.Host.Length == 0)
            throw Refused(option, given.Split(':', 2)[0]);
        return new UriBuilder(address) { UserName = "", Password = "", Query = "" }.Uri.ToString();
    }

    // What comes after the scheme may have a password anywhere.
    private static InvalidValueException Refused(string option, string scheme) => new(option, scheme, Rule, $"{option} must be {Rule}; got '{scheme}'");
}
