namespace Perto.Platform;

/// <summary>How long pages are.</summary>
public static class Paging
{
    /// <summary>When a caller names no limit.</summary>
    public const int DefaultLimit = 50;

    /// <summary>The most that a caller may ask for.</summary>
    public const int MaxLimit = 500;

    /// <summary>The limit to use.</summary>
    /// <exception cref="InvalidValueException">It is outside 1..500.</exception>
    public static int Limit(int? asked) => asked switch
    {
        null => DefaultLimit,
        >= 1 and <= MaxLimit => asked.Value,
        _ => throw InvalidValueException.OutOfRange("limit", asked.Value, 1, MaxLimit),
    };
}
