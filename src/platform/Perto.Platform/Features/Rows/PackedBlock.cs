namespace Perto.Platform;

/// <summary>The values of one view in a packed row.</summary>
/// <param name="View"><see cref="RegisteredView.Id"/>.</param>
/// <param name="EventAt">What they are about, in Unix microseconds.</param>
/// <param name="WriteOrder">The place of their write among all of the entity: of two with the same event time the greater holds.</param>
/// <param name="Values">As <see cref="ViewLayout"/> puts them.</param>
internal readonly record struct PackedBlock(int View, long EventAt, long WriteOrder, ReadOnlyMemory<byte> Values);
