Console.Error.WriteLine("usage: bench ingest|query|freshness");
