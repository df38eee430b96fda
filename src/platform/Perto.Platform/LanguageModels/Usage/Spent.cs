namespace Perto.Platform;

/// <summary>What models cost, in millionths of a dollar.</summary>
/// <param name="Day">On a day.</param>
/// <param name="Month">In its month, up to the day and with it.</param>
internal readonly record struct Spent(decimal Day, decimal Month);
