using System.Text.Json.Serialization;

namespace Perto.Platform;

/// <summary>A document to judge: a text, or an object with a field <c>text</c>. It is always answered as an object.</summary>
/// <param name="Text">At most 100,000 characters.</param>
[JsonConverter(typeof(RerankDocumentConverter))]
public readonly record struct RerankDocument(string Text);
