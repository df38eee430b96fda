namespace Perto.Learning;

/// <summary>A setting of a model has a value it cannot have. Names the setting, the value given and what is allowed.</summary>
public sealed class SettingOutOfRangeException(string setting, object given, string allowed)
    : ArgumentException($"{setting} must be {allowed}; got {FormattableString.Invariant($"{given}")}")
{
    /// <summary>Name of the setting.</summary>
    public string Setting { get; } = setting;

    /// <summary>The value that was given.</summary>
    public object Given { get; } = given;

    /// <summary>What would have been accepted: <c>in 1..1024</c>.</summary>
    public string Allowed { get; } = allowed;

    internal static void ThrowUnless(bool accepted, string setting, object given, string allowed)
    {
        if (!accepted)
            throw new SettingOutOfRangeException(setting, given, allowed);
    }
}
