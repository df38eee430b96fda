namespace Perto.Platform;

/// <summary>Which language model, and whose: <c>openai:text-embedding-3-small</c>, <c>local:/models/all-MiniLM-L6-v2</c>, <c>builtin</c>.</summary>
/// <param name="Provider">The provider's name: <c>builtin</c>, <c>local</c>, <c>openai</c>, <c>ollama</c>, <c>tei</c>, <c>cohere</c>, <c>jina</c>.</param>
/// <param name="Model">The provider's name of the model; empty: the one that the provider has as its default.</param>
public readonly record struct ModelName(string Provider, string Model)
{
    /// <summary>The longest text of a name.</summary>
    public const int Longest = 500;

    /// <summary>Reads <c>provider</c> or <c>provider:model</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="field">What the text is called where it was given, for the error.</param>
    /// <exception cref="InvalidValueException">It is empty, too long, or its provider has another character than a-z, 0-9 and <c>-</c>.</exception>
    public static ModelName Parse(string text, string field = "model")
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string provider = colon < 0 ? text : text[..colon];
        return provider.Length > 0 && text.Length <= Longest && provider.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')
            ? new ModelName(provider, colon < 0 ? "" : text[(colon + 1)..])
            : throw new InvalidValueException(
                field, text, "provider:model", $"{field} must be provider:model in at most {Longest} characters, such as openai:text-embedding-3-small; got '{text}'");
    }

    /// <summary>Reads the name that a setting has.</summary>
    /// <exception cref="InvalidSettingException">It is none.</exception>
    internal static ModelName Of(string setting, string text)
    {
        try
        {
            return Parse(text, setting);
        }
        catch (InvalidValueException wrong)
        {
            throw new InvalidSettingException(setting, $"'{text}'", wrong.Allowed, wrong);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Model.Length == 0 ? Provider : $"{Provider}:{Model}";
}
