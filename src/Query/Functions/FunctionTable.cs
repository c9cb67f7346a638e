using Query.Expressions;
using Query.Vectors;

namespace Query.Functions;

/// <summary>Gathers the functions of all families; one call per function.</summary>
internal sealed class FunctionTable
{
    public Dictionary<string, FunctionResolver> Resolvers { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a function that chooses its own types.</summary>
    /// <param name="names">Canonical names, separated by blanks.</param>
    /// <param name="resolver">Chooses by the types of the arguments and the place of the call.</param>
    public void Add(string names, FunctionResolver resolver)
    {
        foreach (string name in names.Split(' '))
        {
            Resolvers.Add(name, resolver);
        }
    }

    /// <summary>Adds a function over whole vectors with fixed types.</summary>
    public void Vectors(string names, SqlType result, Signature signature, VectorFunction evaluate)
    {
        foreach (string name in names.Split(' '))
        {
            Resolvers.Add(name, signature.Resolver(name, result, evaluate));
        }
    }

    /// <summary>Adds a function of one value and constants, and its list form under the name with <c>mv</c> behind it.</summary>
    /// <param name="names">Canonical names, separated by blanks.</param>
    /// <param name="result">Type for one value.</param>
    /// <param name="signature">Parameters for one value.</param>
    /// <param name="listArgument">The argument (from 0) that is a list in the list form; the others must be constant there.</param>
    /// <param name="evaluate">Computes single values.</param>
    public void VectorsAndLists(string names, SqlType result, Signature signature, int listArgument, VectorFunction evaluate)
    {
        Vectors(names, result, signature, evaluate);
        SqlType[] parameters = [.. signature.Parameters];
        parameters[listArgument] = parameters[listArgument].ToArray();
        Vectors(
            string.Join(' ', names.Split(' ').Select(name => name + "mv")),
            result.ToArray(),
            signature with { Parameters = parameters },
            ListForms.EntryByEntry(listArgument, result.Physical, evaluate));
    }

    /// <summary>Adds a function over single rows with fixed types.</summary>
    public void Rows(string names, SqlType result, Signature signature, RowFunction evaluate) =>
        Vectors(names, result, signature, (arguments, vector, context) => RowCall.Run(evaluate, arguments, vector, context));
}
