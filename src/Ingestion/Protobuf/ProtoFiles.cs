using Google.Protobuf.Reflection;
using Ingestion.Registry;
using Ingestion.Sources;
using ProtoBuf;
using ProtoBuf.Reflection;

namespace Ingestion.Protobuf;

/// <summary>Reads Protobuf schemas: descriptor files, as protoc writes them, and texts of the language.</summary>
internal static class ProtoFiles
{
    /// <summary>The name that a text is given, by which <see cref="ProtoTypes.MessagesOf"/> knows its messages.</summary>
    public const string TextName = "schema.proto";

    private const int MaxBraces = 200;
    private const int ErrorOfImport = 4;
    private const int ErrorOfOption = 7;

    /// <summary>Reads a descriptor file (a FileDescriptorSet).</summary>
    /// <exception cref="IngestionException">It is none.</exception>
    public static ProtoTypes ReadDescriptors(byte[] bytes)
    {
        FileDescriptorSet set;
        try
        {
            using MemoryStream stream = new(bytes);
            set = Serializer.Deserialize<FileDescriptorSet>(stream);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new IngestionException($"it is no descriptor set, which protoc --include_imports --descriptor_set_out writes: {exception.Message}", exception);
        }

        ProtoTypes types = new(set);
        return types.All.Any() ? types : throw new IngestionException("it holds no message type; protoc --include_imports --descriptor_set_out writes such files");
    }

    /// <summary>Reads a text of the language, with the texts it imports.</summary>
    /// <exception cref="IngestionException">It is none.</exception>
    public static ProtoTypes ReadText(string text, IReadOnlyList<SchemaReference> imports)
    {
        FileDescriptorSet set = new() { FileSystem = new NoFiles() };
        try
        {
            foreach (SchemaReference import in imports)
            {
                set.Add(import.Name, true, new StringReader(Checked(import.Text)));
            }

            set.Add(TextName, true, new StringReader(Checked(text)));
            set.Process();
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or IngestionException))
        {
            throw new IngestionException($"the Protobuf schema is not valid: {exception.Message}", exception);
        }

        // Imports and options that say nothing of messages may be missing; whose types are used shows by itself.
        foreach (Error error in set.GetErrors())
        {
            if (error.IsError && error.ErrorNumber is not (ErrorOfImport or ErrorOfOption))
            {
                throw new IngestionException($"the Protobuf schema is not valid: {error.File}, line {error.LineNumber}: {error.Message}");
            }
        }

        return new ProtoTypes(set);
    }

    // The library's parser goes down one level of the stack for each of the text.
    private static string Checked(string text)
    {
        int depth = 0;
        foreach (char c in text)
        {
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth > MaxBraces)
            {
                throw new IngestionException($"the Protobuf schema is nested deeper than {MaxBraces} levels");
            }
        }

        return text;
    }

    /// <summary>Keeps imports from reading this machine's files.</summary>
    private sealed class NoFiles : IFileSystem
    {
        public bool Exists(string path) => false;

        public TextReader OpenText(string path) => throw new FileNotFoundException("no file may be imported");
    }
}
