using System.Globalization;

namespace Perto.Platform;

/// <summary>A provider of language models is asked as often as the settings allow; nothing was sent.</summary>
public sealed class ModelRateException : PertoException
{
    internal ModelRateException(string provider, TimeSpan turn, TimeSpan most, RateSettings settings)
        : base("model_rate_limited", 429, string.Create(
            CultureInfo.InvariantCulture,
            $"{provider} is asked as often as Perto:LanguageModels:Limits:{provider} allows ({Words(settings)}); the request's turn would come in {turn.TotalSeconds:0.#} s, and it waits {Math.Max(0, most.TotalSeconds):0.#} s at most"))
    {
        Provider = provider;
        RetryAfter = turn;
    }

    /// <summary>The provider's name.</summary>
    public string Provider { get; }

    private static string Words(RateSettings settings) => string.Join(" and ", ((string?[])
    [
        settings.RequestsPerMinute is { } requests ? string.Create(CultureInfo.InvariantCulture, $"{requests} requests") : null,
        settings.TokensPerMinute is { } tokens ? string.Create(CultureInfo.InvariantCulture, $"{tokens} tokens") : null,
    ]).Where(word => word is not null)) + " a minute";
}
