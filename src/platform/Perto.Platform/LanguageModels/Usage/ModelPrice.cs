namespace Perto.Platform;

/// <summary>What a model costs, in US dollars: settings under <c>Perto:LanguageModels:Prices:{provider:model}</c>.</summary>
public sealed record ModelPrice
{
    /// <summary>A million tokens that are read; null: not known, or not billed so.</summary>
    public decimal? InputPerMillion { get; init; }

    /// <summary>A million tokens that are written; null: not known, or not billed so.</summary>
    public decimal? OutputPerMillion { get; init; }

    /// <summary>A thousand searches of a model that re-ranks; null: not known, or not billed so.</summary>
    public decimal? PerThousandSearches { get; init; }

    /// <summary>Of a model that runs on one's own machines.</summary>
    internal static ModelPrice Free { get; } = new() { InputPerMillion = 0, OutputPerMillion = 0, PerThousandSearches = 0 };

    /// <summary>Whether it says what all requests of a kind cost, if it is known what they took.</summary>
    internal bool Covers(LanguageModelKind kind) => kind switch
    {
        LanguageModelKind.Reranking => PerThousandSearches is not null || InputPerMillion is not null,
        LanguageModelKind.Chat => InputPerMillion is not null && OutputPerMillion is not null,
        _ => InputPerMillion is not null,
    };

    /// <summary>What a request cost, in millionths of a dollar; null where the price of something that it took, or how much of it, is not known.</summary>
    internal decimal? MicroUsd(ModelWork work)
    {
        if (PerThousandSearches is { } search && work.Searches is { } searches)
            return searches * search * 1_000;
        // Dollars for a million tokens are millionths of a dollar for one.
        return Part(work.InputTokens, InputPerMillion) + Part(work.OutputTokens, OutputPerMillion);
    }

    // A price of zero needs no count.
    private static decimal? Part(long? tokens, decimal? price) => tokens == 0 || price == 0 ? 0 : tokens * price;
}
