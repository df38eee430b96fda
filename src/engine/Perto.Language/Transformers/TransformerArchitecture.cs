namespace Perto.Language;

/// <summary>The kinds of encoder that are understood. They share their layers; embeddings, names of tensors and heads differ.</summary>
public enum TransformerArchitecture
{
    /// <summary>BERT (Devlin et al. 2018): MiniLM, BGE, E5 and GTE of this form, TinyBERT.</summary>
    Bert,

    /// <summary>ELECTRA (Clark et al. 2020): embeddings may be narrower than the layers.</summary>
    Electra,

    /// <summary>RoBERTa and XLM-R (Liu et al. 2019, Conneau et al. 2019): positions are counted from behind the id of padding.</summary>
    Roberta,

    /// <summary>DistilBERT (Sanh et al. 2019): no token types.</summary>
    DistilBert,
}
