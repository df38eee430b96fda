using Perto.Platform;

namespace Perto.Cli;

/// <summary>The first line of a file of records.</summary>
/// <param name="Collection">Where the records come from.</param>
/// <param name="Schema">The vectors and payload fields.</param>
internal sealed record RecordFileHeader(string Collection, CollectionShape Schema);
