using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Perto.Language;

namespace Perto.Platform;

/// <summary>
/// The models of files that are open in this process, each once, whoever uses it. A model is opened at its first use; who comes meanwhile waits for the
/// same opening. An opening that failed is forgotten, so that a mended folder is found.
/// </summary>
internal sealed class LocalModels(IOptions<LanguageModelSettings> settings, LanguageModelFolder models, LocalCompute compute)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<LocalSentenceModel>>> _sentences = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<LocalCrossModel>>> _judges = new(StringComparer.Ordinal);

    /// <summary>How the weights are kept.</summary>
    public WeightPrecision Precision => settings.Value.Precision;

    /// <summary>The folder of a model.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidValueException">It leads out of the folder of models, or there is no model.</exception>
    public ModelFolder Folder(ModelName name)
    {
        var folder = new ModelFolder(models.Find(name));
        return folder.Exists
            ? folder
            : throw new InvalidValueException(
                "model", name.ToString(), "local:FOLDER", $"model must name a folder with a config.json; there is none in {folder.Path}");
    }

    /// <summary>A model that gives vectors.</summary>
    /// <exception cref="DependencyException">Its files cannot be used.</exception>
    public Task<LocalSentenceModel> SentencesAsync(ModelFolder folder, CancellationToken cancellationToken) =>
        OpenAsync(_sentences, folder, parallel => LocalSentenceModel.Open(folder, settings.Value.Precision, parallel), cancellationToken);

    /// <summary>A model that judges pairs.</summary>
    /// <exception cref="DependencyException">Its files cannot be used.</exception>
    public Task<LocalCrossModel> JudgeAsync(ModelFolder folder, CancellationToken cancellationToken) =>
        OpenAsync(_judges, folder, parallel => LocalCrossModel.Open(folder, settings.Value.Precision, parallel), cancellationToken);

    /// <summary>What reading a model's folder may throw, as callers expect it of a provider.</summary>
    public static DependencyException Unusable(ModelFolder folder, Exception fault) => new(
        LocalProvider.ProviderName,
        $"cannot use the model in {folder.Path}: {fault.Message.TrimEnd('.')}",
        "Fetch its files again, or name a model of a kind that is understood",
        fault);

    /// <summary>Refuses to compute with weights that were written over since they were mapped.</summary>
    /// <exception cref="DependencyException">They were.</exception>
    public static void RequireUnchanged(ModelFolder folder, ILocalModel model)
    {
        if (model.Weights.Changed is { } file)
            throw Unusable(folder, new InvalidDataException($"{Path.GetFileName(file.Path)} was written over while it was in use"));
    }

    /// <summary>Refuses numbers that only damaged weights give.</summary>
    /// <exception cref="DependencyException">One of them is not finite.</exception>
    public static void RequireFinite(ModelFolder folder, ILocalModel model, ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                string files = string.Join(", ", model.Weights.Files.Select(file => Path.GetFileName(file.Path)));
                throw Unusable(folder, new InvalidDataException($"{files} must give finite numbers; it gave {value}"));
            }
        }
    }

    private async Task<T> OpenAsync<T>(
        ConcurrentDictionary<string, Lazy<Task<T>>> opened, ModelFolder folder, Func<ParallelOptions, T> open, CancellationToken cancellationToken)
        where T : ILocalModel
    {
        Lazy<Task<T>> opening = Opening();
        T model = await WaitAsync(opened, folder, opening, cancellationToken);
        if (model.Weights.Changed is null)
            return model;

        // Its files were replaced. They are opened again, but not over and over while someone writes to them.
        opened.TryRemove(KeyValuePair.Create(folder.Path, opening));
        model = await WaitAsync(opened, folder, Opening(), cancellationToken);
        RequireUnchanged(folder, model);
        return model;

        // The opening belongs to all who wait for it: one who gives up does not stop it.
        Lazy<Task<T>> Opening() => opened.GetOrAdd(folder.Path, _ => new Lazy<Task<T>>(() => compute.RunAsync(open, CancellationToken.None)));
    }

    private static async Task<T> WaitAsync<T>(
        ConcurrentDictionary<string, Lazy<Task<T>>> opened, ModelFolder folder, Lazy<Task<T>> opening, CancellationToken cancellationToken)
    {
        Task<T> task = opening.Value;
        try
        {
            return await task.WaitAsync(cancellationToken);
        }
        catch (Exception fault) when (task.IsFaulted || task.IsCanceled)
        {
            // Whatever it was, the next caller tries again.
            opened.TryRemove(KeyValuePair.Create(folder.Path, opening));
            Exception cause = fault;
            while (cause is AggregateException { InnerException: { } inner })
                cause = inner;
            if (cause is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException or OverflowException or OutOfMemoryException)
                throw Unusable(folder, cause);
            throw;
        }
    }
}
