using System.Text.Json;

namespace Perto.Platform;

/// <summary>What a <see cref="JsonService"/> answered.</summary>
/// <param name="Status">200 to 299, or one of <see cref="JsonCall.Expected"/>.</param>
/// <param name="Body">The whole body; of the kind <see cref="JsonValueKind.Undefined"/> where it is empty.</param>
public readonly record struct JsonAnswer(int Status, JsonElement Body);
