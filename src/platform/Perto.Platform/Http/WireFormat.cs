namespace Perto.Platform;

/// <summary>
/// Metadata of an endpoint that speaks the language of another product, so that the product's clients can be pointed at it: fields, lists and addresses
/// are then as that product has them. Errors stay problems, with the fields added in which those clients look for words.
/// </summary>
/// <param name="Product">Whose language: <c>Cohere</c>.</param>
/// <param name="ErrorFields">What to add to a problem, by its sentence and its code; each value is something that JSON can hold.</param>
public sealed record WireFormat(string Product, Func<string, string, IReadOnlyDictionary<string, object>> ErrorFields);
