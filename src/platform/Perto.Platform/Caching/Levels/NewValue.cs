namespace Perto.Platform;

/// <summary>A value that was made.</summary>
/// <param name="Bytes">Null: there is none, and that is to be remembered.</param>
/// <param name="FreshUntil">Unix milliseconds.</param>
/// <param name="StaleUntil">Unix milliseconds.</param>
internal readonly record struct NewValue(byte[]? Bytes, long FreshUntil, long StaleUntil);
