namespace Perto.Language;

/// <summary>A text, or a pair of texts, as a model takes it: with the special tokens around it. The three arrays are parallel.</summary>
public sealed class TokenizedText
{
    /// <summary>The ids of the tokens.</summary>
    public required int[] Ids { get; init; }

    /// <summary>
    /// The type of each as the model's frame says. Of BERT: 0 for the first text and the special tokens around it, 1 for the second text
    /// and the separator after it; of RoBERTa 0 for all.
    /// </summary>
    public required int[] TypeIds { get; init; }

    /// <summary>Where in its own text a token stands; empty at 0 for the special tokens that were put around the texts.</summary>
    public required TextRange[] Ranges { get; init; }

    /// <summary>How many tokens there would be without a limit; more than there are when something was cut off.</summary>
    public required int UncutLength { get; init; }
}
