namespace Perto.Platform;

/// <summary>What a model costs is not known, and a limit of spending that does not count it would be none; nothing was sent.</summary>
public sealed class PriceUnknownException : PertoException
{
    internal PriceUnknownException(ModelName model)
        : base("price_unknown", 409, $"Perto:LanguageModels:Spend sets a limit, and the price of {model} is not known: set Perto:LanguageModels:Prices:{model}:InputPerMillion (and OutputPerMillion or PerThousandSearches)")
        => Model = model;

    /// <summary>The model.</summary>
    public ModelName Model { get; }
}
