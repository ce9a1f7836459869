"""What functions read Kafka records with; a copy of it goes into their code."""
