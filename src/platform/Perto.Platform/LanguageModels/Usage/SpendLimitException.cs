using System.Globalization;

namespace Perto.Platform;

/// <summary>As much was spent on language models as the settings allow; nothing was sent.</summary>
public sealed class SpendLimitException : PertoException
{
    internal SpendLimitException(string setting, decimal limit, decimal spent, TimeSpan retryAfter)
        : base("spend_limit_reached", 429, string.Create(
            CultureInfo.InvariantCulture,
            $"Language models cost {spent:0.00####} USD already where Perto:LanguageModels:Spend:{setting} allows {limit:0.00####}; wait for the next {(setting.EndsWith("Day", StringComparison.Ordinal) ? "day" : "month")} (UTC) or raise it"))
    {
        Setting = setting;
        RetryAfter = retryAfter;
    }

    /// <summary>The setting below <c>Perto:LanguageModels:Spend</c>.</summary>
    public string Setting { get; }
}
