namespace Perto.Language;

/// <summary>Gives the content of a file of a model's folder, or null where it is not there.</summary>
/// <param name="path">Its path in the folder, with <c>/</c>: <c>1_Pooling/config.json</c>.</param>
public delegate ReadOnlyMemory<byte>? ModelFile(string path);
