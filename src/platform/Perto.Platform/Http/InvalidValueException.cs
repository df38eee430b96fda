namespace Perto.Platform;

/// <summary>Bad input: names the field, the value given and the rule. Nothing was written.</summary>
public sealed class InvalidValueException(string field, object? given, string allowed, string message)
    : PertoException("invalid_value", 400, message)
{
    /// <summary>For a value outside a range: <c>n must be between 1 and 500</c>.</summary>
    public static InvalidValueException OutOfRange(string field, double given, double low, double high) =>
        new(field, given, $"{low}..{high}", $"{field} must be between {low} and {high}; got {given}");

    /// <summary>The field as the caller wrote it.</summary>
    public string Field { get; } = field;

    /// <summary>The value as it was given.</summary>
    public object? Given { get; } = given;

    /// <summary>What would have been accepted.</summary>
    public string Allowed { get; } = allowed;
}
