using System.Text.Json;

namespace Perto.Language;

/// <summary>Which file of several each tensor of a model is in: <c>model.safetensors.index.json</c>.</summary>
public sealed class SafetensorsIndex
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly Dictionary<string, string> _files;

    private SafetensorsIndex(Dictionary<string, string> files) => _files = files;

    /// <summary>The names of the files, each once, in order.</summary>
    public IReadOnlyList<string> Files => [.. _files.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Reads the index.</summary>
    /// <param name="json">The file.</param>
    /// <exception cref="InvalidDataException">It is no index, or names a file that is not beside it.</exception>
    public static SafetensorsIndex Read(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = TransformerJson.Parse("model.safetensors.index.json", json, Strict);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string tensor, JsonPlace place) in new JsonPlace("model.safetensors.index.json", document.RootElement)["weight_map"].Members())
        {
            string file = place.Text();
            // Whoever wrote the index must not choose files elsewhere.
            if (!TransformerJson.IsPlainName(file))
                throw place.Wrong("must be the name of a file in the same folder");
            files.Add(tensor, file);
        }

        return new SafetensorsIndex(files);
    }

    /// <summary>Puts the tensors of the files together.</summary>
    /// <param name="tensors">All tensors of all <see cref="Files"/>.</param>
    /// <exception cref="InvalidDataException">A tensor of the index is missing or in another file.</exception>
    public TensorSet Join(IEnumerable<Tensor> tensors)
    {
        var set = new TensorSet(tensors);
        foreach ((string name, string file) in _files)
        {
            if (!set.TryFind(name, out Tensor? tensor))
                throw new InvalidDataException($"{file} must have the tensor '{name}', as model.safetensors.index.json says; it has not.");
            if (tensor.File != file)
                throw new InvalidDataException($"{file} must have the tensor '{name}', as model.safetensors.index.json says; it is in {tensor.File}.");
        }

        return set;
    }
}
