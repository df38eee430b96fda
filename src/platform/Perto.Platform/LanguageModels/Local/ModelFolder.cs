using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;
using Perto.Language;

namespace Perto.Platform;

/// <summary>The folder of a model, laid out as on Hugging Face: <c>config.json</c>, <c>model.safetensors</c>, <c>tokenizer.json</c> and others.</summary>
/// <param name="path">Its full path.</param>
internal sealed class ModelFolder(string path)
{
    private const string WeightsFile = "model.safetensors";
    private const string Index = "model.safetensors.index.json";

    // Beyond it a file is none of those that are read whole; a tokenizer of 250,000 pieces has 17 MB.
    private const long LargestFile = 1L << 30;

    /// <summary>Its full path.</summary>
    public string Path => path;

    /// <summary>Whether there is a model at all.</summary>
    public bool Exists => File.Exists(Full("config.json"));

    /// <summary>The content of a file, or null.</summary>
    /// <exception cref="InvalidDataException">It is too large to be read whole.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public ReadOnlyMemory<byte>? Find(string name)
    {
        var file = new FileInfo(Full(name));
        if (!file.Exists)
            return null;
        return file.Length <= LargestFile
            ? File.ReadAllBytes(file.FullName)
            : throw new InvalidDataException($"{name} must have at most {LargestFile} bytes; it has {file.Length}.");
    }

    /// <summary>The content of a file.</summary>
    /// <exception cref="InvalidDataException">It is not there, or too large to be read whole.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public ReadOnlyMemory<byte> Read(string name) => Find(name) ?? throw new InvalidDataException($"{name} is missing.");

    /// <summary>Maps the weights into memory, from one file or several. They stay mapped as long as a tensor is in use.</summary>
    /// <exception cref="InvalidDataException">A file is missing or damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public ModelWeights Weights()
    {
        if (File.Exists(Full(WeightsFile)))
            return Map([WeightsFile], tensors => new TensorSet(tensors));
        if (Find(Index) is not { } json)
            throw new InvalidDataException($"there is neither {WeightsFile} nor {Index}: weights in other formats are not read.");
        SafetensorsIndex index = SafetensorsIndex.Read(json);
        return Map([.. index.Files], index.Join);
    }

    /// <summary>The tokenizer, from <c>tokenizer.json</c>, or from <c>vocab.txt</c> and <c>tokenizer_config.json</c> as older models have it.</summary>
    /// <param name="architecture">Of the model: a <c>vocab.txt</c> is only read for those that were trained on WordPiece.</param>
    /// <exception cref="InvalidDataException">Both are missing, or it is of a kind that is not read.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public ITextTokenizer Tokenizer(TransformerArchitecture architecture)
    {
        if (Find("tokenizer.json") is { } json)
            return TokenizerJson.Read(json);
        if (architecture is not (TransformerArchitecture.Bert or TransformerArchitecture.Electra or TransformerArchitecture.DistilBert))
            throw new InvalidDataException($"there is no tokenizer.json, without which a model of the kind {architecture} is not read.");
        if (Find("vocab.txt") is not { } lines)
            throw new InvalidDataException("there is neither tokenizer.json nor vocab.txt.");
        if (File.Exists(Full("added_tokens.json")))
            throw new InvalidDataException("there is added_tokens.json and no tokenizer.json: tokens that were added to vocab.txt are only read from there.");
        WordPieceOptions? options = Find("tokenizer_config.json") is { } config ? WordPieceOptions.ReadConfig(config) : null;
        using var stream = new MemoryStream(lines.ToArray(), writable: false);
        return new WordPieceTokenizer(TokenVocabulary.ReadLines(stream), options);
    }

    private ModelWeights Map(string[] names, Func<IReadOnlyList<Tensor>, TensorSet> join)
    {
        if (Array.Find(names, name => !File.Exists(Full(name))) is { } missing)
            throw new InvalidDataException($"{missing} is missing.");
        // Looked at before they are mapped: what is written between the two is noticed.
        MappedFile[] files = Array.ConvertAll(names, name => MappedFile.Of(Full(name)));
        return new ModelWeights(join([.. names.SelectMany(Map)]), files);
    }

    private IReadOnlyList<Tensor> Map(string name)
    {
        using SafeFileHandle file = File.OpenHandle(Full(name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        long length = RandomAccess.GetLength(file);
        // The systems refuse to map nothing.
        if (length == 0)
            throw new InvalidDataException($"{name} is empty.");
        using var mapping = MemoryMappedFile.CreateFromFile(
            file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        // The view is not disposed here: tensors hold its handle, and its finalizer gives the memory back after the last of them.
        MemoryMappedViewAccessor view = mapping.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        return SafetensorsFile.Read(name, view.SafeMemoryMappedViewHandle, length);
    }

    private string Full(string name) => System.IO.Path.Combine(path, name);
}
