using System.Buffers;
using System.ComponentModel.DataAnnotations;
using Perto.Platform;

namespace Perto.Pinecone;

/// <summary>Settings under <c>Perto:Pinecone</c>: which project of Pinecone keeps the vectors, and how it is asked.</summary>
public sealed class PineconeSettings
{
    internal const string Section = "Pinecone";

    /// <summary>Longest name of an index.</summary>
    internal const int LongestIndex = 45;

    private const string AllowedIndex = "1..45 of a-z, 0-9 and '-', with a letter or digit at both ends";

    private static readonly string[] Clouds = ["aws", "gcp", "azure"];
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>The key of the project. It is sent to the service and shown to nobody.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// The name of the index, 1 to 45 of a-z, 0-9 and <c>-</c>. An index has one dimension and one metric: collections of others are in indexes named
    /// <c>{Index}-{dimension}-{metric}</c>.
    /// </summary>
    public string Index { get; set; } = "perto";

    /// <summary>Where new indexes are made: <c>aws</c>, <c>gcp</c> or <c>azure</c>.</summary>
    public string Cloud { get; set; } = "aws";

    /// <summary>The cloud's region.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>Region and cloud in one name, as older clients had it: <c>us-east-1-aws</c>. Takes the place of the two.</summary>
    public string? Environment { get; set; }

    /// <summary>Address of the service that knows the indexes.</summary>
    public Uri ControlUrl { get; set; } = new("https://api.pinecone.io");

    /// <summary>The version of the API that is spoken.</summary>
    [RegularExpression("^[0-9]{4}-[0-9]{2}$", ErrorMessage = "a year and a month such as 2025-10")]
    public string ApiVersion { get; set; } = "2025-10";

    /// <summary>Most records in a request that writes; fewer where they would have more than 2 MB.</summary>
    [Range(1, 1_000)]
    public int BatchSize { get; set; } = 100;

    /// <summary>Makes an index that is missing. Otherwise it must be there.</summary>
    public bool CreateIndex { get; set; } = true;

    /// <summary>Longest wait for a new index to become ready.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan CreateTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What waits until a write can be seen.</summary>
    public PineconeFreshness Freshness { get; set; } = PineconeFreshness.Written;

    /// <summary>Longest wait for that.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan FreshnessTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Most records that an exact search reads and compares here; it is refused where more match.</summary>
    [Range(1, 10_000_000)]
    public int ExactRecords { get; set; } = 50_000;

    /// <summary>Checks what stands together, and takes <see cref="Environment"/> apart.</summary>
    /// <exception cref="InvalidSettingException">A setting cannot be used.</exception>
    internal PineconeSettings Checked()
    {
        if (string.IsNullOrWhiteSpace(ApiKey))
            throw new InvalidSettingException("Perto:Pinecone:ApiKey", "not set", "the key of the project, where Perto:Vectors:Store is Pinecone");
        if (ApiKey.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
            throw new InvalidSettingException("Perto:Pinecone:ApiKey", "text with other characters (not shown)", "visible ASCII characters without blanks");
        if (Index is not { Length: > 0 and <= LongestIndex } || Index.AsSpan().IndexOfAnyExcept(NameCharacters) >= 0 || Index[0] == '-' || Index[^1] == '-')
            throw new InvalidSettingException("Perto:Pinecone:Index", $"'{Index}'", AllowedIndex);
        if (!ControlUrl.IsAbsoluteUri || (ControlUrl.Scheme != Uri.UriSchemeHttps && ControlUrl.Scheme != Uri.UriSchemeHttp))
            throw new InvalidSettingException("Perto:Pinecone:ControlUrl", $"'{ControlUrl}'", "an http or https URL such as https://api.pinecone.io");
        if (!string.IsNullOrWhiteSpace(Environment))
        {
            int dash = Environment.LastIndexOf('-');
            (Region, Cloud) = (dash > 0 ? Environment[..dash] : "", Environment[(dash + 1)..]);
            if (Region.Length == 0 || !Clouds.Contains(Cloud))
                throw new InvalidSettingException("Perto:Pinecone:Environment", $"'{Environment}'", "a region and a cloud such as us-east-1-aws");
        }
        if (!Clouds.Contains(Cloud))
            throw new InvalidSettingException("Perto:Pinecone:Cloud", $"'{Cloud}'", string.Join(", ", Clouds));
        if (string.IsNullOrWhiteSpace(Region))
            throw new InvalidSettingException("Perto:Pinecone:Region", "empty", "a region of the cloud such as us-east-1");
        return this;
    }
}
