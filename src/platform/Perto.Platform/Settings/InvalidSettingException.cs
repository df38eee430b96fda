namespace Perto.Platform;

/// <summary>A setting cannot be used: names it as it is written in files and in the environment, what was given and what is allowed.</summary>
public sealed class InvalidSettingException(string setting, string given, string allowed, Exception? inner = null)
    : PertoException("invalid_setting", 500, $"{setting} (environment {EnvironmentName(setting)}) is {given}; allowed: {allowed}", inner)
{
    /// <summary>The setting's path: <c>Perto:Database:Url</c>.</summary>
    public string Setting { get; } = setting;

    /// <summary>What was given, as far as it may be shown.</summary>
    public string Given { get; } = given;

    /// <summary>What would have been accepted.</summary>
    public string Allowed { get; } = allowed;

    private static string EnvironmentName(string setting)
    {
        string name = setting.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant();
        return PlainNames.Of(setting) is { } plain ? $"{name} or {plain}" : name;
    }
}
