using System.Diagnostics;

namespace Perto.Platform;

/// <summary>The texts of one request on their way to their vectors.</summary>
internal sealed class EmbeddingWork
{
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private double? _tokens = 0;

    public EmbeddingWork(TenantId tenant, EmbeddingModel model, EmbeddingRequest request, IReadOnlyList<string> texts)
    {
        Tenant = tenant;
        Model = model;
        Request = request;
        Space = EmbeddingSpace.Of(model, request);
        Group = new EmbeddingGroup(tenant, request.Purpose, request.Dimensions);
        Keys = new string[texts.Count];
        var different = new Dictionary<string, TextToEmbed>(texts.Count, StringComparer.Ordinal);
        for (int i = 0; i < texts.Count; i++)
        {
            string text = EmbeddingText.Normalize(texts[i], texts.Count == 1 ? "text" : $"texts[{i}]");
            string hash = EmbeddingText.Hash(text);
            Keys[i] = CacheKey(Space, hash);
            different[Keys[i]] = new TextToEmbed(text, hash);
        }
        Texts = different;
    }

    /// <summary>When it began, by <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long Since { get; } = Stopwatch.GetTimestamp();

    public TenantId Tenant { get; }

    public EmbeddingModel Model { get; }

    public EmbeddingRequest Request { get; }

    public string Space { get; }

    public EmbeddingGroup Group { get; }

    /// <summary>The key of each text, in their order.</summary>
    public string[] Keys { get; }

    /// <summary>The different texts, by key.</summary>
    public Dictionary<string, TextToEmbed> Texts { get; }

    public int Stored { get; private set; }

    public int Computed { get; private set; }

    public long? Tokens => _tokens is { } tokens ? (long)Math.Round(tokens) : null;

    public static string CacheKey(string space, string hash) => $"{hash}|{space}";

    public EmbeddingKey KeyOf(string key) => new(Tenant, Space, Texts[key].Hash);

    /// <summary>How some texts were answered that were not in the cache.</summary>
    public void Answered(IReadOnlyList<string> keys, int stored, int computed)
    {
        lock (_lock)
        {
            _made.UnionWith(keys);
            Stored += stored;
            Computed += computed;
        }
    }

    /// <summary>Adds the tokens that a model read for a text.</summary>
    public void Read(EmbeddedText answer)
    {
        lock (_lock)
            _tokens += answer.Tokens;
    }

    /// <summary>The texts that were not asked for here: the cache had them, or another caller was having them made.</summary>
    public IReadOnlyList<string> Kept()
    {
        lock (_lock)
            return [.. Texts.Keys.Where(key => !_made.Contains(key))];
    }

    /// <summary>A text that is embedded.</summary>
    /// <param name="Text">In its normal form.</param>
    /// <param name="Hash">Its SHA-256.</param>
    internal readonly record struct TextToEmbed(string Text, string Hash);
}
