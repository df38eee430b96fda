using System.Net.Http.Headers;
using System.Text.Json;

namespace Perto.Platform;

/// <summary>What a <see cref="JsonService"/> answered.</summary>
/// <param name="Status">200 to 299, or one of <see cref="JsonCall.Expected"/>.</param>
/// <param name="Body">The whole body; of the kind <see cref="JsonValueKind.Undefined"/> where it is empty.</param>
/// <param name="Headers">Its headers; what an answer is made of in a test may have none.</param>
public readonly record struct JsonAnswer(int Status, JsonElement Body, HttpResponseHeaders? Headers = null)
{
    /// <summary>The first value of a header; <see langword="null"/> where there is none.</summary>
    public string? Header(string name) => Headers is not null && Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;
}
