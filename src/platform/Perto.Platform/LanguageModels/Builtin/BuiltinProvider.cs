using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Perto.Language;
using Perto.Numerics;

namespace Perto.Platform;

/// <summary>
/// The embedder that needs nothing (<see cref="LexicalEmbedder"/>): <c>builtin</c> is its hashed form, <c>builtin:english</c> and
/// <c>builtin:portuguese</c> are that of a language, and <c>builtin:FILE</c> is one that <c>perto embed fit</c> wrote. A file is read once, and again when
/// it is another one.
/// </summary>
internal sealed class BuiltinProvider(LanguageModelFolder folder) : IEmbeddingProvider
{
    public const string ProviderName = "builtin";

    private readonly Dictionary<string, LexicalEmbedder> _hashed = new(StringComparer.Ordinal)
    {
        [""] = LexicalEmbedder.Hashed(),
        ["english"] = LexicalEmbedder.Hashed(TextLanguage.English),
        ["portuguese"] = LexicalEmbedder.Hashed(TextLanguage.Portuguese),
    };

    private readonly ConcurrentDictionary<string, OpenedFile> _opened = new(StringComparer.Ordinal);

    public string Name => ProviderName;

    /// <inheritdoc/>
    /// <exception cref="DependencyException">The file cannot be used.</exception>
    public IEmbeddingGenerator<string, Embedding<float>> Generator(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new BuiltinGenerator(_hashed.TryGetValue(model, out LexicalEmbedder? hashed) ? hashed : Open(new ModelName(ProviderName, model)));
    }

    private LexicalEmbedder Open(ModelName name)
    {
        var file = new FileInfo(folder.Find(name));
        if (!file.Exists)
            throw new InvalidValueException("model", name.ToString(), "builtin, builtin:english, builtin:portuguese, builtin:FILE", $"model must name a language or a file that 'perto embed fit' wrote; there is none at {file.FullName}");
        if (_opened.TryGetValue(file.FullName, out OpenedFile? known) && known.Written == file.LastWriteTimeUtc && known.Length == file.Length)
            return known.Embedder;
        LexicalEmbedder embedder = Read(file);
        _opened[file.FullName] = new OpenedFile(file.LastWriteTimeUtc, file.Length, embedder);
        return embedder;
    }

    private static LexicalEmbedder Read(FileInfo file)
    {
        try
        {
            using FileStream stream = file.OpenRead();
            return LexicalEmbedder.Load(stream);
        }
        catch (Exception fault) when (fault is BinaryFormatException or IOException or UnauthorizedAccessException)
        {
            throw new DependencyException(ProviderName, $"cannot use {file.FullName}: {fault.Message.TrimEnd('.')}", "Fit it again with 'perto embed fit'", fault);
        }
    }

    private sealed record OpenedFile(DateTime Written, long Length, LexicalEmbedder Embedder);
}
